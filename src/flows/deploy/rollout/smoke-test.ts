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

export interface DeploymentTests {
  /** JSON text of the request that a new deployment is tested with. */
  readonly testRequest?: string;
  /** Further requests with the answers that they should get. */
  readonly smokeTests?: readonly SmokeTest[];
}

/** Every test of a deployment: the test request is the first. */
export const testsOf = ({ testRequest, smokeTests = [] }: DeploymentTests): readonly SmokeTest[] =>
  testRequest === undefined ? smokeTests : [{ name: 'test request', request: testRequest }, ...smokeTests];
