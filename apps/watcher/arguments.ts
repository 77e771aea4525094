// The watcher's command line.
import { choice, text, toggle } from '../../src/core/command-line/flag.ts';
import { flagLines } from '../../src/core/command-line/flag-lines.ts';
import { readCommandLine } from '../../src/core/command-line/read-command-line.ts';
import { fail } from '../../src/core/errors/catalogue.ts';
import { commandLines } from './commands/usage.ts';
import { given } from '../../src/core/given.ts';

const flags = {
  config: text('FILE', 'what to watch and where to fire (docs/watcher.md)'),
  once: toggle('one turn, then stop: status 0, or 1 if something failed'),
  state: text('FILE', "what it remembers, without a section 'state' in watch.yml; default ./watch.db"),
  interval: text('SECONDS', 'from one turn to the next; overrides intervalSeconds of the configuration'),
  from: text('VERSION', 'a watch that has never run begins with this version instead of with the next one'),
  watch: text('NAME', 'which watch, if there are several'),
  log: choice(['json', 'text'], 'json|text', 'default: text on a terminal, otherwise one JSON object a line'),
  help: toggle('this text', 'h'),
};

export const usage = `azureml-release-watch: fires a release for every new version of a registered model

  azureml-release-watch --config watch.yml [--once] [--state FILE] [--interval SECONDS] [--log json|text]
                        [--from VERSION [--watch NAME]]

${flagLines(flags)}

Commands, which also work while a watcher runs ('azureml-release watch COMMAND --help' for one of them):

${commandLines}
`;

export interface WatcherArguments {
  readonly config: string;
  /** Absent: not named. */
  readonly state?: string;
  readonly once: boolean;
  readonly intervalSeconds?: number;
  /** From which version a watch begins that has never run. */
  readonly from?: string;
  /** Which watch `from` is for. */
  readonly watch?: string;
  readonly log?: 'json' | 'text';
}

/** The shortest and the longest interval, in seconds: a second and a day. */
export const intervalLimits = { least: 1, most: 86_400 } as const;

/**
 * @param argv without the program's own name
 * @returns `'help'` if that is what was asked for
 * @throws WatchArgumentsInvalid
 */
export function parseArguments(argv: readonly string[]): WatcherArguments | 'help' {
  const { values } = readCommandLine(argv, flags, { invalid });
  if (values.help) return 'help';
  if (values.config === undefined) throw invalid('--config is missing');
  const { log, interval } = values;
  if (values.watch !== undefined && values.from === undefined) throw invalid('--watch is for --from only');
  return {
    config: values.config,
    once: values.once,
    ...given({ from: values.from, watch: values.watch, state: values.state }),
    ...given({ log }),
    ...(interval === undefined ? {} : { intervalSeconds: seconds(interval) }),
  };
}

function seconds(text: string): number {
  const value = Number(text);
  const { least, most } = intervalLimits;
  if (text.trim() === '' || !Number.isInteger(value) || value < least || value > most) {
    throw invalid(`--interval is '${text}' but has to be a whole number of seconds from ${least} to ${most}`);
  }
  return value;
}

function invalid(problem: string): Error {
  return fail('WatchArgumentsInvalid', { problem });
}
