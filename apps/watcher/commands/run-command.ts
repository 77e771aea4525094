// Runs one command beside the watcher: reads what it remembers, or leaves an order for it.
import { describeError, isExtensionError } from '../../../src/core/errors/extension-error.ts';
import { fail } from '../../../src/core/errors/catalogue.ts';
import { given } from '../../../src/core/given.ts';
import { type WatchListing, listingOf } from '../../../src/core/watch/listing.ts';
import { selectWatches } from '../../../src/core/watch-steering/select-watches.ts';
import { explainVersion } from '../../../src/flows/explain-version.ts';
import { steerWatches } from '../../../src/flows/steer-watches.ts';
import { watchStatus } from '../../../src/flows/watch-status.ts';
import { type WatchConfiguration, parseWatchConfiguration } from '../configuration.ts';
import type { ExitStatus, ProgramOptions } from '../host.ts';
import { type CommandArguments, type CommandName, isLooking, parseCommand } from './arguments.ts';
import { type JoinedState, joinState } from './join-state.ts';
import { personIn } from './person.ts';
import { explainedText, statusText, steeredText } from './report.ts';
import { commandUsage } from './usage.ts';

/** @throws faults of the program only: what a user can mend is told, with status 2 */
export async function runCommand(
  command: CommandName,
  argv: readonly string[],
  options: ProgramOptions,
): Promise<ExitStatus> {
  try {
    const parsed = parseCommand(command, argv);
    options.writeLine(parsed === 'help' ? commandUsage(command) : await answer(parsed, options));
    return 0;
  } catch (error) {
    if (!isExtensionError(error)) throw error;
    const { code, message, remedy } = error;
    if (argv.includes('--json')) options.writeLine(asJson({ error: { code, message, remedy } }));
    else options.writeAside(describeError(error));
    return 2;
  }
}

async function answer(parsed: CommandArguments, options: ProgramOptions): Promise<string> {
  const { command, model, watch, all, config } = parsed;
  const configuration =
    config === undefined
      ? undefined
      : parseWatchConfiguration(options.readText(config, 'configuration'), config);
  const state = joinState(parsed, configuration, options);
  try {
    const selection = { command, all: all || isLooking(command), ...given({ model, watch }) };
    const watches = selectWatches(await watchesOf(state, configuration), selection);
    if (command === 'status') return await status(watches, state, parsed);
    if (command === 'explain') return await explain(watches, state, parsed);
    const { reason, version } = parsed;
    const at = options.clock.now().toISOString();
    const by = personIn(options.environment);
    const steering = { order: command, at, by, ...given({ reason }) };
    const steered = await steerWatches(watches, { steering, ...given({ version }) }, state);
    return parsed.json ? asJson({ order: command, watches: steered }) : steeredText(steered);
  } finally {
    state.close();
  }
}

async function status(
  watches: readonly WatchListing[],
  state: JoinedState,
  { json }: CommandArguments,
): Promise<string> {
  const statuses = await watchStatus(watches, state);
  const place = { place: state.place, ...given({ isRunning: state.isWatcherRunning?.() }) };
  return json ? asJson({ ...place, watches: statuses }) : statusText(statuses, place);
}

async function explain(
  watches: readonly WatchListing[],
  state: JoinedState,
  { json, version = '' }: CommandArguments,
): Promise<string> {
  const explained = await explainVersion(watches, version, state);
  return json ? asJson({ versions: explained }) : explainedText(explained);
}

/** Those of the watcher that ran last, and those of the configuration that have never run. */
async function watchesOf(
  { directory, place }: JoinedState,
  configuration: WatchConfiguration | undefined,
): Promise<readonly WatchListing[]> {
  const ran = await directory.list();
  const configured = configuration?.watches.map(listingOf) ?? [];
  const watches = [...ran, ...configured.filter(({ id }) => !ran.some((watch) => watch.id === id))];
  if (watches.length === 0) throw fail('WatchNotRun', { state: place });
  return watches;
}

const asJson = (value: unknown): string => JSON.stringify(value, undefined, 2);
