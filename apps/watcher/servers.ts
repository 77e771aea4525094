// The addresses at which the watcher is looked at and told of events, where the configuration asks for them.
import type { Scheduler } from '../../artifact-source/scheduler.ts';
import type { Watcher } from '../../artifact-source/watch.ts';
import type { DeliveryServer } from '../../src/adapters/event-grid/delivery-server.ts';
import { given } from '../../src/core/given.ts';
import { sourceId } from '../../src/core/model/source.ts';
import type { WatchHealth } from '../../src/core/watch/health.ts';
import type { ForwardedVersions, TriggeredReleases } from '../../src/ports/forwarded-versions.ts';
import { type AzureAccess, registryFor } from './azure.ts';
import type { WatchConfiguration } from './configuration.ts';
import { type ProgramEvents, type ProgramOptions, tellFault } from './host.ts';
import { startRelay } from './relay/start-relay.ts';
import type { Secrets } from './secrets.ts';
import type { Status } from './status.ts';
import { workspacesOf } from '../../src/core/watch-config/watch-source.ts';

export interface RunningParts {
  readonly configuration: WatchConfiguration;
  readonly access: AzureAccess;
  readonly secrets: Secrets;
  readonly watcher: Watcher;
  readonly scheduler: Scheduler;
  readonly role: () => WatchHealth['role'];
  readonly forwarded: ForwardedVersions;
  readonly releases: TriggeredReleases;
}

/** The relay and the status page, where the configuration asks for them. */
export async function startServers(
  parts: RunningParts,
  status: Status,
  options: ProgramOptions,
  events: ProgramEvents,
): Promise<readonly { close(): unknown }[]> {
  const { metrics } = parts.configuration;
  const onFault = (error: unknown): void => tellFault(error, 'show its health', events.watch, options);
  const shown =
    metrics === undefined
      ? undefined
      : await status.show(parts.watcher, { ...metrics, role: parts.role, onFault });
  try {
    const relay = await startRelayOf(parts, options, events);
    return [shown, relay].filter((each) => each !== undefined);
  } catch (error) {
    await shown?.close();
    throw error;
  }
}

/** A single call of the relay's may take as long as that, in milliseconds: a delivery has to be answered within 25 s. */
const relayCallTimeout = 8000;

/** @returns absent if the configuration has no relay */
async function startRelayOf(
  { configuration, access, secrets, watcher, scheduler, forwarded, releases }: RunningParts,
  options: ProgramOptions,
  events: ProgramEvents,
): Promise<DeliveryServer | undefined> {
  const { organization, relay: section } = configuration;
  if (section === undefined) return undefined;
  const { relayKey, organizationToken } = secrets;
  return startRelay({
    section,
    workspaces: () => workspacesOf(watcher.sources()),
    organization: organization.url,
    ...given({ key: relayKey }),
    readText: options.readText,
    registry: registryFor(access, options, relayCallTimeout),
    forwarded,
    // Without a token nobody can look.
    ...(organizationToken === '' ? {} : { releases }),
    events: events.relay,
    clock: options.clock,
    random: Math.random,
    hints: {
      wake(workspace) {
        const id = sourceId(workspace);
        if (scheduler.wake(id)) return 'woken';
        return watcher.sources().some((each) => each.id === id) ? 'stand-by' : 'unwatched';
      },
    },
    onFault: (error) => tellFault(error, 'answer a delivery', events.watch, options),
  });
}
