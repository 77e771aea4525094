// The arguments of the commands by which a person steers the watcher.
import { parseArgs } from 'node:util';
import { fail } from '../../../src/core/errors/catalogue.ts';
import { given } from '../../../src/core/given.ts';
import type { VersionWideOrder, WatchWideOrder } from '../../../src/core/watch-steering/steer.ts';

export type CommandName = 'status' | 'explain' | WatchWideOrder | VersionWideOrder;

/** Those that are about one version of a model. */
const ofVersion: readonly CommandName[] = ['explain', 'skip', 'pin', 'replay'];

/** Those that only look. */
const looking: readonly CommandName[] = ['status', 'explain'];

const commandNames: readonly CommandName[] = [
  'status',
  'explain',
  'pause',
  'resume',
  'skip',
  'pin',
  'unpin',
  'replay',
  'fast-forward',
];

export interface CommandArguments {
  readonly command: CommandName;
  readonly model?: string;
  readonly version?: string;
  readonly watch?: string;
  readonly all: boolean;
  readonly reason?: string;
  /** A state file; absent: `./watch.db`, or where the configuration says. */
  readonly state?: string;
  readonly config?: string;
  readonly json: boolean;
}

export function isCommand(word: string | undefined): word is CommandName {
  return commandNames.some((name) => name === word);
}

export const isLooking = (command: CommandName): boolean => looking.includes(command);

/**
 * @param argv what stands behind the command
 * @returns `'help'` if that is what was asked for
 * @throws CommandArgumentsInvalid
 */
export function parseCommand(command: CommandName, argv: readonly string[]): CommandArguments | 'help' {
  const { values, positionals } = read(command, argv);
  if (values.help === true) return 'help';
  const { watch, config, state, all = false, json = false, reason } = values;
  const wanted = ofVersion.includes(command) ? ['MODEL', 'VERSION'] : [];
  const missing = wanted.slice(positionals.length);
  if (missing.length > 0)
    throw invalid(command, `${missing.join(' and ')} ${missing.length > 1 ? 'are' : 'is'} missing`);
  const extra = positionals[wanted.length];
  if (extra !== undefined) throw invalid(command, `it does not know what to do with '${extra}'`);
  if (isLooking(command) && (reason !== undefined || all)) {
    throw invalid(command, `it takes no ${all ? '--all' : '--reason'}`);
  }
  if (all && watch !== undefined) throw invalid(command, 'it takes either --watch or --all');
  const [model, version] = positionals;
  return { command, all, json, ...given({ model, version, watch, state, config, reason }) };
}

function read(command: CommandName, argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        watch: { type: 'string' },
        all: { type: 'boolean' },
        reason: { type: 'string' },
        state: { type: 'string' },
        config: { type: 'string' },
        json: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    // Node's own sentence names the argument; what follows its first sentence is advice for another case.
    const problem = error instanceof Error ? (error.message.split(/\.\s|\n/)[0] ?? '') : 'unknown';
    throw fail('CommandArgumentsInvalid', { command: `azureml-release watch ${command}`, problem }, error);
  }
}

function invalid(command: CommandName, problem: string): Error {
  return fail('CommandArgumentsInvalid', { command: `azureml-release watch ${command}`, problem });
}
