// The watcher as a program: reads its configuration, wires the adapters, runs, and says how it ended.
import { createWatcher } from '../../artifact-source/watch.ts';
import { createReleases } from '../../src/adapters/azure-devops/releases.ts';
import { createCredential } from '../../src/adapters/azure-identity/credential.ts';
import { createModelRegistry } from '../../src/adapters/azure-ml/model-registry.ts';
import type { DeliveryServer } from '../../src/adapters/event-grid/delivery-server.ts';
import { openWatchStore } from '../../src/adapters/sqlite/watch-store.ts';
import { fail } from '../../src/core/errors/catalogue.ts';
import { describeError, isExtensionError } from '../../src/core/errors/extension-error.ts';
import { given } from '../../src/core/given.ts';
import type { SignIn } from '../../src/core/service-connection.ts';
import type { Clock } from '../../src/ports/clock.ts';
import type { Log } from '../../src/ports/log.ts';
import type { ModelRegistry } from '../../src/ports/model-registry.ts';
import type { RelayEvents } from '../../src/ports/relay.ts';
import type { WatchEvents } from '../../src/ports/watch-events.ts';
import { type WatcherArguments, parseArguments, usage } from './arguments.ts';
import { type AzureSection, type WatchConfiguration, parseWatchConfiguration } from './configuration.ts';
import { createEventLines, createRelayLines } from './event-lines.ts';
import { runTurns } from './loop.ts';
import { registryBySubscription } from './registry-by-subscription.ts';
import { startRelay } from './relay/start-relay.ts';
import { type Secrets, type Surroundings, connectionFor, takeSecrets } from './secrets.ts';

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
  const lines = () => ({ format, now: () => options.clock.now(), write: options.writeLine });
  const events: WatchEvents = { emit: (event) => createEventLines(lines()).emit(event) };
  try {
    const parsed = parseArguments(options.argv);
    if (parsed === 'help') {
      options.writeLine(usage);
      return 0;
    }
    format = parsed.log ?? format;
    return await watch(parsed, options, { watch: events, relay: createRelayLines(lines()) });
  } catch (error) {
    if (isExtensionError(error)) {
      events.emit({ event: 'failed', action: 'start', code: error.code, reason: describeError(error) });
      return 2;
    }
    tellFault(error, 'go on', events, options);
    return 1;
  }
}

/** A fault of the program: one sentence among the events, the stack beside them. */
function tellFault(
  error: unknown,
  action: string,
  events: WatchEvents,
  { writeAside }: Pick<ProgramOptions, 'writeAside'>,
): void {
  const { message: reason, stack = reason } = error instanceof Error ? error : new Error('unknown');
  const fault = fail('WatcherFault', { reason }, error);
  events.emit({ event: 'failed', action, code: fault.code, reason: describeError(fault) });
  writeAside(stack);
}

interface ProgramEvents {
  readonly watch: WatchEvents;
  readonly relay: RelayEvents;
}

async function watch(
  { config, state, once, intervalSeconds }: WatcherArguments,
  options: ProgramOptions,
  events: ProgramEvents,
): Promise<ExitStatus> {
  const { clock, signal } = options;
  const configuration = parseWatchConfiguration(options.readText(config, 'configuration'), config);
  const { organization, watches } = configuration;
  const secrets = takeSecrets(configuration, config, options);
  const registry = registryFor(configuration.azure, secrets.signIn, options);
  const targets = createReleases({ url: organization.url, token: secrets.organizationToken, clock });
  const store = openWatchStore(state);
  try {
    const interval = intervalSeconds ?? configuration.intervalSeconds;
    events.watch.emit({ event: 'started', watches: watches.length, intervalSeconds: interval });
    const relay = once ? undefined : await startRelayOf(configuration, secrets, options, events);
    try {
      const watcher = createWatcher(watches, { registry, targets, store, events: events.watch, clock });
      const failed = await runTurns(watcher, { clock, intervalSeconds: interval, once, signal });
      events.watch.emit({
        event: 'stopped',
        reason: signal.aborted ? 'it was asked to' : 'the one turn is done',
      });
      return once && failed > 0 ? 1 : 0;
    } finally {
      await relay?.close();
    }
  } finally {
    store.close();
  }
}

/** A single call of the relay's may take as long as that, in milliseconds: a delivery has to be answered within 25 s. */
const relayCallTimeout = 8000;

/** @returns absent if the configuration has no relay */
async function startRelayOf(
  { azure, organization, watches, relay: section }: WatchConfiguration,
  { signIn, relayKey }: Secrets,
  options: ProgramOptions,
  events: ProgramEvents,
): Promise<DeliveryServer | undefined> {
  if (section === undefined) return undefined;
  return startRelay({
    section,
    workspaces: watches.map(({ workspace }) => workspace),
    organization: organization.url,
    ...given({ key: relayKey }),
    readText: options.readText,
    registry: registryFor(azure, signIn, options, relayCallTimeout),
    events: events.relay,
    clock: options.clock,
    random: Math.random,
    onFault: (error) => tellFault(error, 'answer a delivery', events.watch, options),
  });
}

function registryFor(
  azure: AzureSection,
  signIn: SignIn,
  options: ProgramOptions,
  timeoutMilliseconds?: number,
): ModelRegistry {
  const { clock } = options;
  const log = asideLog(options);
  return registryBySubscription((subscriptionId) => {
    const connection = connectionFor(azure, signIn, subscriptionId);
    const credential = createCredential(connection);
    return createModelRegistry({ connection, credential, log, clock, ...given({ timeoutMilliseconds }) });
  });
}

/** The clients' own talk: only warnings matter in a program whose events say what it does. */
function asideLog({ writeAside }: ProgramOptions): Log {
  return { debug: () => undefined, info: () => undefined, warning: writeAside };
}
