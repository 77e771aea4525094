// One verb of `azureml-release model` or `service`: its flags, its help, and what runs it.
import type { FlagTable } from '../../../src/core/command-line/flag.ts';
import { flagLines } from '../../../src/core/command-line/flag-lines.ts';
import {
  readCommandLine,
  type CommandLine,
  type Reading,
} from '../../../src/core/command-line/read-command-line.ts';
import { fail } from '../../../src/core/errors/catalogue.ts';
import { given } from '../../../src/core/given.ts';
import type { ExitStatus, ProgramOptions } from '../host.ts';

/** The command that has the verb: models themselves, or what serves them. */
export type VerbGroup = 'model' | 'service';

export interface VerbDefinition<T extends FlagTable> {
  /** Default: `model`. */
  readonly group?: VerbGroup;
  readonly name: string;
  /** What it does, in one line. */
  readonly summary: string;
  /** How it is usually called, without the program's name. */
  readonly example: string;
  readonly flags: T;
  /** Whether it takes words that belong to no flag; default: none. */
  readonly words?: 'any';
  run(program: ProgramOptions, line: CommandLine<T>): Promise<ExitStatus>;
}

export interface Verb extends Omit<VerbDefinition<FlagTable>, 'run'> {
  readonly help: string;
  /** @throws CommandArgumentsInvalid, and what the verb meets */
  start(
    program: ProgramOptions,
    argv: readonly string[],
    aboutUnknown: Reading['aboutUnknown'],
  ): Promise<ExitStatus>;
}

/** How errors name a verb. */
export const commandOf = (verb: string, group: VerbGroup = 'model'): string =>
  `azureml-release ${group} ${verb}`;

/** The error for an argument that is wrong, as a sentence about it. */
export const invalidFor =
  (verb: string, group: VerbGroup = 'model') =>
  (problem: string): Error =>
    fail('CommandArgumentsInvalid', { command: commandOf(verb, group), problem });

export function defineVerb<T extends FlagTable>(definition: VerbDefinition<T>): Verb {
  const { group = 'model', name, summary, example, flags, words } = definition;
  const help = `${commandOf(name, group)}: ${summary}

  azureml-release ${example}

${flagLines(flags)}

Status: 0 done, 2 not done.
`;
  return {
    ...{ name, summary, example, flags, help },
    async start(program, argv, aboutUnknown) {
      // Whoever asks for help gets it, whatever else is wrong.
      if (argv.includes('--help') || argv.includes('-h')) {
        program.writeOut(help);
        return 0;
      }
      const reading = {
        invalid: invalidFor(name, group),
        ...given({ words, aboutUnknown }),
      };
      return await definition.run(program, readCommandLine(argv, flags, reading));
    },
  };
}
