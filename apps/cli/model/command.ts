// `azureml-release model VERB`: the verbs of v1's `az ml model`.
import type { ExitStatus, ProgramOptions } from '../host.ts';
import { sharedVerbs } from '../service/verbs.ts';
import { runVerbs } from './run-verbs.ts';
import { newVerbs, verbs } from './verbs.ts';

export const runModel = (program: ProgramOptions, argv: readonly string[]): Promise<ExitStatus> =>
  runVerbs(program, argv, {
    group: 'model',
    summary: "what v1's 'az ml model' did, on today's Azure Machine Learning",
    verbs: [...verbs, ...newVerbs],
    also: sharedVerbs,
  });
