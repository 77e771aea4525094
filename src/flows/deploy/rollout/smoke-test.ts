// A request with the answer that it should get.
import type { Json } from '../../../core/rollout/compare-answers.ts';

export interface SmokeTest {
  readonly name: string;
  /** JSON text. */
  readonly request: string;
  readonly expected?: Json;
  readonly tolerance?: number;
  /** Program and arguments that judge the answer, and the folder it runs in. */
  readonly check?: { readonly command: readonly string[]; readonly folder: string };
}
