// Fires what a watch owes, in registration order, and writes down how each firing ended.
import { type Firing, decideOwed } from '../src/core/firing.ts';
import { ofVersion } from '../src/core/watch-event.ts';
import { type Watch, watchId } from '../src/core/watch.ts';
import type { Releases } from '../src/ports/releases.ts';
import type { WatchEvents } from '../src/ports/watch-events.ts';
import type { WatchStore } from '../src/ports/watch-store.ts';
import type { Failures } from './failures.ts';
import { findRelease, fire } from './fire.ts';

interface OwedPorts {
  readonly store: WatchStore;
  readonly releases: Releases;
  readonly events: WatchEvents;
}

export interface OwedReport {
  readonly fired: number;
  /** True if one could not be fired. It and those after it stay owed. */
  readonly failed: boolean;
}

export async function fireOwed(
  watch: Watch,
  ports: OwedPorts,
  failures: Failures,
  signal?: AbortSignal,
): Promise<OwedReport> {
  let fired = 0;
  for (const { firing, action, reason } of decideOwed(watch.mode, await owedFirings(watch, ports.store))) {
    if (signal?.aborted === true) break;
    const attempt = { action: `fire version ${firing.version.version}`, ...ofVersion(watch, firing.version) };
    const ended = await failures.guard(attempt, async () =>
      // An earlier attempt may have had its effect without an answer: then the version is fired, not passed over.
      action === 'fire' || (await findRelease(firing, ports.releases)) !== undefined
        ? makeRelease(firing, ports)
        : passOver(firing, reason, ports),
    );
    // One that cannot be fired holds back the later ones of its watch: they fire in registration order.
    if (ended === undefined) return { fired, failed: true };
    if (ended.value === 'fired') fired += 1;
  }
  return { fired, failed: false };
}

async function owedFirings(watch: Watch, store: WatchStore): Promise<readonly Firing[]> {
  const owed = await store.owed(watchId(watch));
  return owed.map(({ version, createdAt, reason }) => ({ watch, version: { version, createdAt }, reason }));
}

async function makeRelease(firing: Firing, { store, releases, events }: OwedPorts): Promise<'fired'> {
  const { watch, version, reason } = firing;
  const { release, found, tagProblem } = await fire(firing, releases);
  await store.settle(watchId(watch), version, { state: 'fired', reason });
  events.emit({
    event: 'fired',
    ...ofVersion(watch, version),
    reason,
    releaseId: release.id,
    releaseName: release.name,
    releaseUrl: release.url,
    found,
    ...(tagProblem === undefined ? {} : { tagProblem }),
  });
  return 'fired';
}

async function passOver(
  { watch, version }: Firing,
  reason: string,
  { store, events }: OwedPorts,
): Promise<'passed-over'> {
  await store.settle(watchId(watch), version, { state: 'passed-over', reason });
  events.emit({ event: 'decided', ...ofVersion(watch, version), action: 'pass-over', reason });
  return 'passed-over';
}
