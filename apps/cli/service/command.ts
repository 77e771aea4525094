// `azureml-release service VERB`: what serves a model, once it is deployed.
import type { ExitStatus, ProgramOptions } from '../host.ts';
import { runVerbs } from '../model/run-verbs.ts';
import { serviceVerbs } from './verbs.ts';

export const runService = (program: ProgramOptions, argv: readonly string[]): Promise<ExitStatus> =>
  runVerbs(program, argv, {
    group: 'service',
    summary: 'what serves a model, once it is deployed',
    verbs: serviceVerbs,
  });
