// The cases of `npm run fuzz`: configuration files on their way to a plan.
import { createFuzzProject } from '../../test/src/core/plan/support/fuzz-project.ts';
import { fuzzOne } from '../../test/src/core/plan/support/fuzz.ts';

const project = createFuzzProject();
process.on('exit', () => {
  project.remove();
});

export const runCase = (seed: number): Promise<string> => fuzzOne(seed, project);
