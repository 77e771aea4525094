// Finds the verb that a command line names, among those of `model` or of `service`.
import { dashed, namesOf } from '../../../src/core/command-line/flag.ts';
import { fail } from '../../../src/core/errors/catalogue.ts';
import type { ExitStatus, ProgramOptions } from '../host.ts';
import type { Verb, VerbGroup } from './verb.ts';

export interface VerbSet {
  readonly group: VerbGroup;
  /** What they are about, in one line. */
  readonly summary: string;
  readonly verbs: readonly Verb[];
  /** Verbs of another command that are taken here, too. */
  readonly also?: readonly Verb[];
}

/** A flag that another verb knows is not unknown but misplaced. */
function otherVerbs({ group, verbs }: VerbSet, verb: Verb, typed: string): string | undefined {
  const takers = verbs.filter(
    (other) =>
      other !== verb &&
      Object.entries(other.flags).some(([name, flag]) => namesOf(name, flag).includes(typed)),
  );
  const names = takers.map(({ name }) => `'${group} ${name}'`);
  if (names.length === 0) return undefined;
  return `${names.join(', ')} ${names.length === 1 ? 'takes' : 'take'} it`;
}

function usage({ group, summary, verbs, also = [] }: VerbSet): string {
  const lines = (some: readonly Verb[]) =>
    some.map(({ name, summary: about }) => `  ${name.padEnd(9)} ${about}`).join('\n');
  const others = also.length === 0 ? '' : `\n\nTaken here, too, as they are by service:\n\n${lines(also)}`;
  return `azureml-release ${group}: ${summary}

${lines(verbs)}${others}

Each explains itself: azureml-release ${group} VERB ${dashed('help')}. docs/cli.md has every flag.
`;
}

/** @throws CommandArgumentsInvalid, and what the verb meets */
export async function runVerbs(
  program: ProgramOptions,
  argv: readonly string[],
  set: VerbSet,
): Promise<ExitStatus> {
  const { group, verbs, also = [] } = set;
  const [name, ...rest] = argv;
  if (name === '--help' || name === '-h') {
    program.writeOut(usage(set));
    return 0;
  }
  const verb = [...verbs, ...also].find((one) => one.name === name);
  if (verb) return await verb.start(program, rest, (typed) => otherVerbs(set, verb, typed));
  const known = [...verbs, ...also].map((one) => one.name).join(', ');
  throw fail('CommandArgumentsInvalid', {
    command: `azureml-release ${group}`,
    problem:
      name === undefined
        ? `it names no verb; there is ${known}`
        : `there is no verb '${name}', only ${known}`,
  });
}
