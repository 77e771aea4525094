// `azureml-release model VERB`: the verbs of v1's `az ml model`.
import { dashed, namesOf } from '../../../src/core/command-line/flag.ts';
import { fail } from '../../../src/core/errors/catalogue.ts';
import type { ExitStatus, ProgramOptions } from '../host.ts';
import type { Verb } from './verb.ts';
import { verbs } from './verbs.ts';

/** A flag that another verb knows is not unknown but misplaced. */
function otherVerbs(verb: Verb, typed: string): string | undefined {
  const takers = verbs.filter(
    (other) =>
      other !== verb &&
      Object.entries(other.flags).some(([name, flag]) => namesOf(name, flag).includes(typed)),
  );
  const names = takers.map(({ name }) => `'model ${name}'`);
  if (names.length === 0) return undefined;
  return `${names.join(', ')} ${names.length === 1 ? 'takes' : 'take'} it`;
}

const usage =
  (): string => `azureml-release model: what v1's 'az ml model' did, on today's Azure Machine Learning

${verbs.map(({ name, summary }) => `  ${name.padEnd(9)} ${summary}`).join('\n')}

Each explains itself: azureml-release model VERB ${dashed('help')}. docs/cli.md has every flag.
`;

export async function runModel(program: ProgramOptions, argv: readonly string[]): Promise<ExitStatus> {
  const [name, ...rest] = argv;
  if (name === '--help' || name === '-h') {
    program.writeOut(usage());
    return 0;
  }
  const verb = verbs.find((one) => one.name === name);
  if (verb) return await verb.start(program, rest, (typed) => otherVerbs(verb, typed));
  const known = verbs.map((one) => one.name).join(', ');
  throw fail('CommandArgumentsInvalid', {
    command: 'azureml-release model',
    problem:
      name === undefined
        ? `it names no verb; there is ${known}`
        : `there is no verb '${name}', only ${known}`,
  });
}
