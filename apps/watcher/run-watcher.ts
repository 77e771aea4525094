// Wires the watcher's parts and runs them until they are told to stop.
import { type Scheduler, createScheduler } from '../../artifact-source/scheduler.ts';
import { type Watcher, createWatcher } from '../../artifact-source/watch.ts';
import type { DeliveryServer } from '../../src/adapters/event-grid/delivery-server.ts';
import { sourceId } from '../../src/core/model-source.ts';
import { openWatchState } from '../../src/adapters/sqlite/watch-state.ts';
import { given } from '../../src/core/given.ts';
import type { WatcherArguments } from './arguments.ts';
import { organizationFor, targetsFor } from './azure-devops.ts';
import { type AzureAccess, registryFor } from './azure.ts';
import { keepDirectory } from './keep-directory.ts';
import { checkRule } from './check-rule.ts';
import { type WatchConfiguration, parseWatchConfiguration } from './configuration.ts';
import { type ExitStatus, type ProgramEvents, type ProgramOptions, tellFault } from './host.ts';
import { createQuotas } from './quotas.ts';
import { startRelay } from './relay/start-relay.ts';
import { type Secrets, takeSecrets } from './secrets.ts';
import { workspacesOf } from './watch-source.ts';

/** @throws whatever keeps it from starting, and faults of the program */
export async function runWatcher(
  parsed: WatcherArguments,
  options: ProgramOptions,
  events: ProgramEvents,
): Promise<ExitStatus> {
  const { clock, signal } = options;
  const configuration = parseWatchConfiguration(
    options.readText(parsed.config, 'configuration'),
    parsed.config,
  );
  const { watches } = configuration;
  const secrets = takeSecrets(configuration, parsed.config, options);
  const quotas = createQuotas(clock, Math.random);
  const access = { azure: configuration.azure, signIn: secrets.signIn, quotas };
  const registry = registryFor(access, options);
  const targets = targetsFor(organizationFor(configuration, secrets, quotas), options);
  const state = openWatchState(parsed.state);
  try {
    const rule = checkRule(configuration, parsed.intervalSeconds);
    events.watch.emit({ event: 'started', watches: watches.length, intervalSeconds: rule.interval / 1000 });
    const watcher = createWatcher(watches, { ...state, registry, targets, events: events.watch, clock });
    await keepDirectory(watcher, state.directory, events.watch);
    if (parsed.once) return await runOnce(watcher, signal, events);
    const scheduler = createScheduler(watcher, { clock, random: Math.random, rule: () => rule });
    const relay = await startRelayOf({ configuration, access, secrets, watcher, scheduler }, options, events);
    try {
      await scheduler.run(signal);
      events.watch.emit({ event: 'stopped', reason: 'it was asked to' });
      return 0;
    } finally {
      await relay?.close();
    }
  } finally {
    state.close();
  }
}

async function runOnce(watcher: Watcher, signal: AbortSignal, events: ProgramEvents): Promise<ExitStatus> {
  const { failed } = await watcher.turn(signal);
  events.watch.emit({
    event: 'stopped',
    reason: signal.aborted ? 'it was asked to' : 'the one turn is done',
  });
  return failed > 0 ? 1 : 0;
}

/** A single call of the relay's may take as long as that, in milliseconds: a delivery has to be answered within 25 s. */
const relayCallTimeout = 8000;

interface RunningParts {
  readonly configuration: WatchConfiguration;
  readonly access: AzureAccess;
  readonly secrets: Secrets;
  readonly watcher: Watcher;
  readonly scheduler: Scheduler;
}

/** @returns absent if the configuration has no relay */
async function startRelayOf(
  { configuration, access, secrets: { relayKey }, watcher, scheduler }: RunningParts,
  options: ProgramOptions,
  events: ProgramEvents,
): Promise<DeliveryServer | undefined> {
  const { organization, relay: section } = configuration;
  if (section === undefined) return undefined;
  return startRelay({
    section,
    workspaces: () => workspacesOf(watcher.sources()),
    organization: organization.url,
    ...given({ key: relayKey }),
    readText: options.readText,
    registry: registryFor(access, options, relayCallTimeout),
    events: events.relay,
    clock: options.clock,
    random: Math.random,
    hints: { wake: (workspace) => scheduler.wake(sourceId(workspace)) },
    onFault: (error) => tellFault(error, 'answer a delivery', events.watch, options),
  });
}
