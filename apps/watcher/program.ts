// The watcher as a program: reads its configuration, wires the adapters, runs, and says how it ended.
import { createWatcher } from '../../artifact-source/watch.ts';
import { createReleases } from '../../src/adapters/azure-devops/releases.ts';
import { createCredential } from '../../src/adapters/azure-identity/credential.ts';
import { createModelRegistry } from '../../src/adapters/azure-ml/model-registry.ts';
import { openWatchStore } from '../../src/adapters/sqlite/watch-store.ts';
import { fail } from '../../src/core/errors/catalogue.ts';
import { describeError, isExtensionError } from '../../src/core/errors/extension-error.ts';
import type { Clock } from '../../src/ports/clock.ts';
import type { Log } from '../../src/ports/log.ts';
import type { WatchEvents } from '../../src/ports/watch-events.ts';
import { type WatcherArguments, parseArguments, usage } from './arguments.ts';
import { parseWatchConfiguration } from './configuration.ts';
import { createEventLines } from './event-lines.ts';
import { runTurns } from './loop.ts';
import { registryBySubscription } from './registry-by-subscription.ts';
import { type Surroundings, connectionFor, takeSecrets } from './secrets.ts';

export interface ProgramOptions extends Surroundings {
  /** Without the program's own name. */
  readonly argv: readonly string[];
  readonly clock: Clock;
  readonly isTerminal: boolean;
  readonly writeLine: (line: string) => void;
  /** For what is neither an event nor asked for, e.g. a warning of a client. */
  readonly writeAside: (line: string) => void;
  readonly signal: AbortSignal;
}

/** 0: done, or stopped as asked. 1: `--once` and something failed, or a fault of the program. 2: it could not start. */
export type ExitStatus = 0 | 1 | 2;

export async function runProgram(options: ProgramOptions): Promise<ExitStatus> {
  let format = options.isTerminal ? ('text' as const) : ('json' as const);
  const events: WatchEvents = {
    emit: (event) =>
      createEventLines({ format, now: () => options.clock.now(), write: options.writeLine }).emit(event),
  };
  try {
    const parsed = parseArguments(options.argv);
    if (parsed === 'help') {
      options.writeLine(usage);
      return 0;
    }
    format = parsed.log ?? format;
    return await watch(parsed, options, events);
  } catch (error) {
    if (isExtensionError(error)) {
      events.emit({ event: 'failed', action: 'start', code: error.code, reason: describeError(error) });
      return 2;
    }
    const { message: reason, stack = reason } = error instanceof Error ? error : new Error('unknown');
    const fault = fail('WatcherFault', { reason }, error);
    events.emit({ event: 'failed', action: 'go on', code: fault.code, reason: describeError(fault) });
    options.writeAside(stack);
    return 1;
  }
}

async function watch(
  { config, state, once, intervalSeconds }: WatcherArguments,
  options: ProgramOptions,
  events: WatchEvents,
): Promise<ExitStatus> {
  const { clock, signal } = options;
  const configuration = parseWatchConfiguration(options.readText(config, 'configuration'), config);
  const { azure, organization, watches } = configuration;
  const { signIn, organizationToken: token } = takeSecrets(configuration, config, options);
  const log = asideLog(options);
  const registry = registryBySubscription((subscriptionId) => {
    const connection = connectionFor(azure, signIn, subscriptionId);
    return createModelRegistry({ connection, credential: createCredential(connection), log, clock });
  });
  const releases = createReleases({ url: organization.url, token, clock });
  const store = openWatchStore(state);
  try {
    const interval = intervalSeconds ?? configuration.intervalSeconds;
    events.emit({ event: 'started', watches: watches.length, intervalSeconds: interval });
    const watcher = createWatcher(watches, { registry, releases, store, events, clock });
    const failed = await runTurns(watcher, { clock, intervalSeconds: interval, once, signal });
    events.emit({ event: 'stopped', reason: signal.aborted ? 'it was asked to' : 'the one turn is done' });
    return once && failed > 0 ? 1 : 0;
  } finally {
    store.close();
  }
}

/** The clients' own talk: only warnings matter in a program whose events say what it does. */
function asideLog({ writeAside }: ProgramOptions): Log {
  return { debug: () => undefined, info: () => undefined, warning: writeAside };
}
