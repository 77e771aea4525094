// Fires what a watch owes, in registration order, and writes down how each firing ended.
import { given } from '../src/core/given.ts';
import { type Firing, decideOwed } from '../src/core/firing.ts';
import { ofVersion } from '../src/core/watch-event.ts';
import type { ModelVersion } from '../src/core/model-version.ts';
import { identityOf } from '../src/core/watch-history.ts';
import { type Watch, watchId } from '../src/core/watch.ts';
import type { ModelRegistry } from '../src/ports/model-registry.ts';
import type { Effect, FiringTargets } from '../src/ports/firing-targets.ts';
import type { WatchEvents } from '../src/ports/watch-events.ts';
import type { WatchStore } from '../src/ports/watch-store.ts';
import type { Failures } from './failures.ts';
import { findEffect, fire } from './fire.ts';

interface OwedPorts {
  readonly registry: ModelRegistry;
  readonly store: WatchStore;
  readonly targets: FiringTargets;
  readonly events: WatchEvents;
}

export interface OwedWork {
  readonly watch: Watch;
  /** The versions that this turn's check has read; empty if it has read none. */
  readonly listed: readonly ModelVersion[];
}

export interface OwedReport {
  readonly fired: number;
  /** True if one could not be fired. It and those after it stay owed. */
  readonly failed: boolean;
}

export async function fireOwed(
  { watch, listed }: OwedWork,
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
      action === 'fire' || (await findEffect(firing, ports.targets)) !== undefined
        ? makeEffect(await withRegistered(firing, listed, ports.registry), ports)
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

/** Adds what the registry says about the version: a target is told its tags and its training run. */
async function withRegistered(
  firing: Firing,
  listed: readonly ModelVersion[],
  registry: ModelRegistry,
): Promise<Firing> {
  const { watch, version } = firing;
  const isIt = (each: ModelVersion) => identityOf(each) === identityOf(version);
  const registered =
    listed.find(isIt) ?? (await registry.getVersion(watch.source, watch.model, version.version));
  // Deleted since, or registered again: it fires with what was written down.
  return registered === undefined || !isIt(registered) ? firing : { ...firing, registered };
}

async function makeEffect(firing: Firing, { store, targets, events }: OwedPorts): Promise<'fired'> {
  const { watch, version, reason } = firing;
  const { effect, found, tagProblem } = await fire(firing, targets);
  await store.settle(watchId(watch), version, { state: 'fired', reason });
  events.emit({
    event: 'fired',
    ...ofVersion(watch, version),
    reason,
    target: watch.target.kind,
    ...asTold(effect),
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

/** Only what an event says of it. */
function asTold({ id, name, url }: Effect): Effect {
  return { name, ...given({ id, url }) };
}
