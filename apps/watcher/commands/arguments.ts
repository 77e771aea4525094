// The arguments of the commands by which a person steers the watcher.
import { text, toggle } from '../../../src/core/command-line/flag.ts';
import { readCommandLine } from '../../../src/core/command-line/read-command-line.ts';
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

const flags = {
  watch: text('NAME', 'only this watch'),
  all: toggle('all watches that can be meant'),
  reason: text('TEXT', 'why, for whoever asks later'),
  state: text('FILE', 'the state of the watcher'),
  config: text('FILE', 'the configuration'),
  json: toggle('one JSON object'),
  help: toggle('this text', 'h'),
};

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
  const { values, words } = readCommandLine(argv, flags, {
    invalid: (problem) => invalid(command, problem),
    words: 'any',
  });
  if (values.help) return 'help';
  const { watch, config, state, all, json, reason } = values;
  const wanted = ofVersion.includes(command) ? ['MODEL', 'VERSION'] : [];
  const missing = wanted.slice(words.length);
  if (missing.length > 0)
    throw invalid(command, `${missing.join(' and ')} ${missing.length > 1 ? 'are' : 'is'} missing`);
  const extra = words[wanted.length];
  if (extra !== undefined) throw invalid(command, `it does not know what to do with '${extra}'`);
  if (isLooking(command) && (reason !== undefined || all)) {
    throw invalid(command, `it takes no ${all ? '--all' : '--reason'}`);
  }
  if (all && watch !== undefined) throw invalid(command, 'it takes either --watch or --all');
  const [model, version] = words;
  return { command, all, json, ...given({ model, version, watch, state, config, reason }) };
}

function invalid(command: CommandName, problem: string): Error {
  return fail('CommandArgumentsInvalid', { command: `azureml-release watch ${command}`, problem });
}
