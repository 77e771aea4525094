// `azureml-release model VERB`: the verbs of v1's `az ml model`.
import { fail } from '../../../src/core/errors/catalogue.ts';
import type { ExitStatus, ProgramOptions } from '../host.ts';
import { runDeploy } from './deploy.ts';

const verbs: Readonly<
  Record<string, (program: ProgramOptions, argv: readonly string[]) => Promise<ExitStatus>>
> = { deploy: runDeploy };

export async function runModel(program: ProgramOptions, argv: readonly string[]): Promise<ExitStatus> {
  const [verb, ...rest] = argv;
  const run = verb !== undefined && Object.hasOwn(verbs, verb) ? verbs[verb] : undefined;
  if (run) return await run(program, rest);
  const known = Object.keys(verbs).join(', ');
  throw fail('CommandArgumentsInvalid', {
    command: 'azureml-release model',
    problem:
      verb === undefined
        ? `it names no verb; there is ${known}`
        : `there is no verb '${verb}', only ${known}`,
  });
}
