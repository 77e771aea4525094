// The watcher's command line.
import { parseArgs } from 'node:util';
import { fail } from '../../src/core/errors/catalogue.ts';
import { commandLines } from './commands/usage.ts';
import { given } from '../../src/core/given.ts';

export const usage = `azureml-release-watch: fires a release for every new version of a registered model

  azureml-release-watch --config watch.yml [--once] [--state FILE] [--interval SECONDS] [--log json|text]
                        [--from VERSION [--watch NAME]]

  --config FILE       what to watch and where to fire (docs/watcher.md)
  --once              one turn, then stop: status 0, or 1 if something failed
  --state FILE        what it remembers, without a section 'state' in watch.yml; default ./watch.db
  --interval SECONDS  from one turn to the next; overrides intervalSeconds of the configuration
  --from VERSION      a watch that has never run begins with this version instead of with the next one
  --watch NAME        which watch, if there are several
  --log json|text     default: text on a terminal, otherwise one JSON object a line
  --help              this text

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
  const values = read(argv);
  if (values.help === true) return 'help';
  if (values.config === undefined) throw invalid('--config is missing');
  const { log, interval } = values;
  if (values.watch !== undefined && values.from === undefined) throw invalid('--watch is for --from only');
  if (log !== undefined && log !== 'json' && log !== 'text') {
    throw invalid(`--log is '${log}' but knows json and text only`);
  }
  return {
    config: values.config,
    once: values.once ?? false,
    ...given({ from: values.from, watch: values.watch, state: values.state }),
    ...(log === undefined ? {} : { log }),
    ...(interval === undefined ? {} : { intervalSeconds: seconds(interval) }),
  };
}

function read(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      options: {
        config: { type: 'string' },
        state: { type: 'string' },
        once: { type: 'boolean' },
        interval: { type: 'string' },
        from: { type: 'string' },
        watch: { type: 'string' },
        log: { type: 'string' },
        help: { type: 'boolean' },
      },
    }).values;
  } catch (error) {
    // Node's own sentence names the argument; what follows its first sentence is advice for another case.
    const text = error instanceof Error ? (error.message.split(/\.\s|\n/)[0] ?? '') : 'unknown';
    throw fail('WatchArgumentsInvalid', { problem: text }, error);
  }
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
