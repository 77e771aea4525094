// Fires what a watch owes, in registration order, and writes down how each firing ended.
import { type OwedDecision, decideOwed, ordered } from '../src/core/firing/decide-owed.ts';
import { describeError, isExtensionError } from '../src/core/errors/extension-error.ts';
import { type Firing } from '../src/core/firing/firing.ts';
import { given } from '../src/core/given.ts';
import type { ModelVersion } from '../src/core/model/version.ts';
import { ofVersion, ofWatch } from '../src/core/watch/event.ts';
import { identityOf } from '../src/core/watch/history.ts';
import type { TimelineEntry } from '../src/core/watch/timeline.ts';
import { type Watch, watchId } from '../src/core/watch/watch.ts';
import type { Clock } from '../src/ports/clock.ts';
import type { Effect, FiringTargets } from '../src/ports/firing-targets.ts';
import type { ModelRegistry } from '../src/ports/model-registry.ts';
import type { ReleaseActivity } from '../src/ports/release-activity.ts';
import type { WatchControls } from '../src/ports/watch-controls.ts';
import type { WatchEvents } from '../src/ports/watch-events.ts';
import type { WatchStore } from '../src/ports/watch-store.ts';
import type { WatchTimeline } from '../src/ports/watch-timeline.ts';
import type { Failures } from './failures.ts';
import { findEffect, fire } from './fire.ts';
import type { HeldBack, Holdings } from './held.ts';
import { type FlightLimit, flightLimit, holdAfterRollback, noFlightLimit } from './release-gate.ts';
import { recordedTargets } from './recorded-targets.ts';

interface OwedPorts {
  readonly registry: ModelRegistry;
  readonly store: WatchStore;
  readonly controls: WatchControls;
  readonly timeline: WatchTimeline;
  readonly targets: FiringTargets;
  readonly activity?: ReleaseActivity;
  readonly events: WatchEvents;
  readonly clock: Clock;
}

export interface OwedWork {
  readonly watch: Watch;
  /** The versions that this turn's check has read; empty if it has read none. */
  readonly listed: readonly ModelVersion[];
}

/** How the turn tells of what it meets before. */
interface Telling {
  readonly failures: Failures;
  readonly holdings: Holdings;
}

export interface OwedReport {
  readonly fired: number;
  /** True if one could not be fired. It and those after it stay owed. */
  readonly failed: boolean;
}

export async function fireOwed(
  { watch, listed }: OwedWork,
  ports: OwedPorts,
  { failures, holdings }: Telling,
  signal?: AbortSignal,
): Promise<OwedReport> {
  const owed = await owedFirings(watch, ports.store);
  const held: HeldBack[] = [];
  let fired = 0;
  let failed = false;
  const looking = { action: 'look at the releases that the watch has made', ...ofWatch(watch) };
  const plan = await failures.guard(looking, () => planAll(watch, owed, ports));
  if (plan === undefined) return { fired, failed: true };
  const { decisions, limit } = plan.value;
  for (const planned of decisions) {
    if (signal?.aborted === true) break;
    const { firing } = planned;
    const attempt = { action: `fire version ${firing.version.version}`, ...ofVersion(watch, firing.version) };
    const ended = await failures.guard(attempt, async () => {
      const decided = limited(await upToDate(planned, ports.controls), limit);
      if (decided.action !== 'hold') return carryOut(decided, listed, ports);
      held.push({ version: firing.version, reason: decided.reason });
      return 'held' as const;
    });
    // One that cannot be fired holds back the later ones of its watch: they fire in registration order.
    failed = ended === undefined;
    if (failed) break;
    if (ended?.value === 'fired') {
      fired += 1;
      limit.took(`that of version ${firing.version.version}`);
    }
  }
  holdings.tell(watch, held);
  return { fired, failed };
}

interface Plan {
  readonly decisions: readonly OwedDecision[];
  readonly limit: FlightLimit;
}

/** Decides, having looked at what became of the releases before, but only if there is something to fire. */
async function planAll(watch: Watch, owed: readonly Firing[], ports: OwedPorts): Promise<Plan> {
  const decisions = await decideAll(watch, owed, ports);
  if (!decisions.some(({ action }) => action === 'fire')) return { decisions, limit: noFlightLimit };
  await holdAfterRollback(watch, ports);
  return { decisions: await decideAll(watch, owed, ports), limit: await flightLimit(watch, ports) };
}

function limited(decided: OwedDecision, limit: FlightLimit): OwedDecision {
  const reason = decided.action === 'fire' ? limit.blocks(decided.firing) : undefined;
  return reason === undefined ? decided : { ...decided, action: 'hold', reason };
}

async function decideAll(
  watch: Watch,
  owed: readonly Firing[],
  { controls }: OwedPorts,
): Promise<readonly OwedDecision[]> {
  return owed.length === 0 ? [] : decideOwed(watch.mode, owed, await controls.orders(watchId(watch)));
}

/** Asks once more right before the call: many firings take their time, and whoever pauses a watch means now. */
async function upToDate(planned: OwedDecision, controls: WatchControls): Promise<OwedDecision> {
  if (planned.action !== 'fire') return planned;
  const { firing } = planned;
  return ordered(firing, await controls.orders(watchId(firing.watch))) ?? planned;
}

async function owedFirings(watch: Watch, store: WatchStore): Promise<readonly Firing[]> {
  const owed = await store.owed(watchId(watch));
  return owed.map(({ version, createdAt, replay, reason }) => ({
    watch,
    version: { version, createdAt, ...given({ replay }) },
    reason,
  }));
}

/** Does what was decided, and adds to the version's history what came of it. */
async function carryOut(
  { firing, action, reason }: OwedDecision,
  listed: readonly ModelVersion[],
  ports: OwedPorts,
): Promise<'fired' | 'settled'> {
  const { version, createdAt } = firing.version;
  const about = () => ({ at: ports.clock.now().toISOString(), version: { version, createdAt } });
  const append = (entries: readonly TimelineEntry[]) => ports.timeline.append(watchId(firing.watch), entries);
  const calls: TimelineEntry[] = [];
  const targets = recordedTargets(ports.targets, (call, outcome) => {
    calls.push({ what: 'called', ...about(), call, outcome });
  });
  try {
    // An earlier attempt may have had its effect without an answer: then the version is fired, whatever is decided now.
    if (action === 'fire' || (await findEffect(firing, targets)) !== undefined) {
      const registered = await withRegistered(firing, listed, ports.registry);
      const { effect, found } = await makeEffect(registered, { ...ports, targets });
      await append([
        ...calls,
        { what: 'fired', ...about(), name: effect.name, ...given({ url: effect.url }), found },
      ]);
      return 'fired';
    }
    const kind = action === 'ignore' ? 'ignore' : 'pass-over';
    await leave(firing, kind, reason, ports);
    await append([...calls, { what: 'decided', ...about(), action: kind, reason }]);
    return 'settled';
  } catch (error) {
    if (isExtensionError(error)) {
      await append([{ what: 'failed', ...about(), code: error.code, reason: describeError(error) }]);
    }
    throw error;
  }
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

async function makeEffect(
  firing: Firing,
  { store, targets, events }: OwedPorts,
): Promise<{ readonly effect: Effect; readonly found: boolean }> {
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
  return { effect, found };
}

async function leave(
  { watch, version }: Firing,
  action: 'pass-over' | 'ignore',
  reason: string,
  { store, events }: OwedPorts,
): Promise<void> {
  const state = action === 'ignore' ? 'ignored' : 'passed-over';
  await store.settle(watchId(watch), version, { state, reason });
  events.emit({ event: 'decided', ...ofVersion(watch, version), action, reason });
}

/** Only what an event says of it. */
function asTold({ id, name, url }: Effect): Effect {
  return { name, ...given({ id, url }) };
}
