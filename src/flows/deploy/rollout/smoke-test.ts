// A request with the answer that it should get.
import type { Json } from '../../../core/rollout/compare-answers.ts';
import type { StepContext } from '../deploy-target.ts';

export interface SmokeTest {
  readonly name: string;
  /** JSON text. */
  readonly request: string;
  readonly expected?: Json;
  readonly tolerance?: number;
  /** Program and arguments that judge the answer, and the folder it runs in. */
  readonly check?: { readonly command: readonly string[]; readonly folder: string };
}

/** Every test of a deployment: the test request is the first. */
export const testsOf = ({
  testRequest,
  smokeTests = [],
}: Pick<StepContext, 'testRequest' | 'smokeTests'>): readonly SmokeTest[] =>
  testRequest === undefined ? smokeTests : [{ name: 'test request', request: testRequest }, ...smokeTests];
