// Looks for release definitions that want to be watched, at once and then at an interval.
import { createDiscovery } from '../../artifact-source/discover.ts';
import type { WatchList } from '../../artifact-source/watch-list.ts';
import type { Organization } from '../../src/adapters/azure-devops/organization.ts';
import { createReleaseDefinitions } from '../../src/adapters/azure-devops/release-definitions.ts';
import type { Clock } from '../../src/ports/clock.ts';
import type { WatchEvents } from '../../src/ports/watch-events.ts';
import type { WatchConfiguration } from './configuration.ts';

export interface Discovering {
  /** Looks once; what cannot be asked is told and stays as it was. */
  once(): Promise<void>;
  /** Looks now and again at the interval, until `signal` aborts. */
  run(signal: AbortSignal): Promise<void>;
}

export interface DiscoveringParts {
  readonly list: WatchList;
  readonly events: WatchEvents;
  readonly clock: Clock;
}

/** Does nothing without a section `discover`. */
export function discoveryFor(
  { discover, azure: { armUrl } }: Pick<WatchConfiguration, 'discover' | 'azure'>,
  organization: Organization,
  { list, events, clock }: DiscoveringParts,
): Discovering {
  if (discover === undefined) return { once: () => Promise.resolve(), run: () => Promise.resolve() };
  const { projects, intervalSeconds } = discover;
  const discovery = createDiscovery({ projects, armUrl }, createReleaseDefinitions(organization), events);
  const once = async (): Promise<void> => {
    const discovered = await discovery.look();
    if (discovered !== undefined) list.discover(discovered);
  };
  return {
    once,
    async run(signal) {
      while (!signal.aborted) {
        await once();
        await clock.sleep(intervalSeconds * 1000, signal);
      }
    },
  };
}
