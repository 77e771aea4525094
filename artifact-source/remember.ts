// Writes down what a check found: the baseline on a cold start, decisions about new versions after that.
import { fail } from '../src/core/errors/catalogue.ts';
import { type ModelVersion, compareByCreation } from '../src/core/model/version.ts';
import { ofVersion, ofWatch } from '../src/core/watch/event.ts';
import {
  type KnownVersion,
  type VersionState,
  type WatchCursor,
  identityOf,
} from '../src/core/watch/history.ts';
import { withHold } from '../src/core/watch/orders.ts';
import type { TimelineEntry } from '../src/core/watch/timeline.ts';
import { type Watch, watchId } from '../src/core/watch/watch.ts';
import type { WatchControls } from '../src/ports/watch-controls.ts';
import type { WatchEvents } from '../src/ports/watch-events.ts';
import type { Findings, WatchStore } from '../src/ports/watch-store.ts';
import type { WatchTimeline } from '../src/ports/watch-timeline.ts';
import type { CheckedModel } from './check.ts';
import { type VersionDecision, decide } from './decide.ts';
import { findStorm } from './storm.ts';

interface RememberPorts {
  readonly store: WatchStore;
  readonly controls: WatchControls;
  readonly timeline: WatchTimeline;
  readonly events: WatchEvents;
}

/**
 * Decides about the new versions; those that fire are owed from the moment they are known.
 *
 * @param seenBy what made the watcher look, in words
 * @returns how many versions are new
 * @throws WatchStartUnknown and what the ports throw
 */
export async function remember(
  watch: Watch,
  checked: CheckedModel,
  ports: RememberPorts,
  seenBy: string,
): Promise<number> {
  const id = watchId(watch);
  const orders = await ports.controls.orders(id);
  const now = Date.parse(checked.cursor.checkedAt);
  if ((await ports.store.cursor(id)) === undefined) {
    const { baseline, fresh } = begin(watch, checked.versions);
    const decisions = decide(watch, fresh, baseline, { now, orders });
    await ports.store.record(id, findings(checked, baseline, decisions));
    tellBaseline(watch, baseline, ports);
    await tell(
      watch,
      { decisions, seenBy: `the back-fill from version ${watch.from ?? ''}`, at: checked.cursor.checkedAt },
      ports,
    );
    return decisions.length;
  }
  const known = await ports.store.known(id);
  const waiting = new Map(known.map((version) => [identityOf(version), version.reason]));
  const decisions = decide(watch, checked.versions, known, { now, orders });
  const storm = findStorm(watch, decisions, orders);
  // Held before they are owed: whatever happens in between, the storm does not fire.
  if (storm !== undefined) await holdForStorm(watch, storm, checked.cursor.checkedAt, ports);
  await ports.store.record(id, findings(checked, [], decisions));
  await tell(watch, { decisions, waiting, seenBy, at: checked.cursor.checkedAt }, ports);
  return decisions.filter(({ version }) => !waiting.has(identityOf(version))).length;
}

/** What counts as known when the watch begins, and what as new. */
function begin(
  { model, from }: Watch,
  listed: readonly ModelVersion[],
): { readonly baseline: readonly KnownVersion[]; readonly fresh: readonly ModelVersion[] } {
  const versions = listed.toSorted(compareByCreation);
  if (from === undefined) return { baseline: versions.map(asBaseline), fresh: [] };
  const first = versions.findIndex(({ version }) => version === from);
  if (first < 0) {
    throw fail('WatchStartUnknown', { version: from, model, known: versions.map(({ version }) => version) });
  }
  return { baseline: versions.slice(0, first).map(asBaseline), fresh: versions.slice(first) };
}

function findings(
  { cursor }: CheckedModel,
  baseline: readonly KnownVersion[],
  decisions: readonly VersionDecision[],
): Findings {
  return {
    cursor: { ...cursor, ...dueAt(decisions) },
    versions: [...baseline, ...decisions.map(asKnown)],
  };
}

async function holdForStorm(
  watch: Watch,
  reason: string,
  at: string,
  { controls, timeline, events }: RememberPorts,
): Promise<void> {
  const hold = { heldBy: 'storm', at, reason } as const;
  await controls.change(watchId(watch), (orders) => withHold(orders, hold));
  await timeline.append(watchId(watch), [{ what: 'held', ...hold }]);
  events.emit({ event: 'held', ...ofWatch(watch), reason });
}

function tellBaseline(watch: Watch, baseline: readonly KnownVersion[], { events }: RememberPorts): void {
  const latest = baseline.at(-1)?.version;
  events.emit({
    event: 'baseline',
    ...ofWatch(watch),
    versions: baseline.length,
    ...(latest === undefined ? {} : { latest }),
  });
}

interface Told {
  readonly decisions: readonly VersionDecision[];
  /** Identity of what was known before -> the reason it had. */
  readonly waiting?: ReadonlyMap<string, string>;
  readonly seenBy: string;
  readonly at: string;
}

/** Tells of what is written down, as events and in the history of each version. */
async function tell(
  watch: Watch,
  { decisions, waiting, seenBy, at }: Told,
  { timeline, events }: RememberPorts,
): Promise<void> {
  const entries: TimelineEntry[] = [];
  for (const { version, action, reason } of decisions) {
    const common = ofVersion(watch, version);
    const before = waiting?.get(identityOf(version));
    if (before === undefined) {
      events.emit({ event: 'seen', ...common, createdAt: version.createdAt });
      entries.push({ what: 'seen', at, version, by: seenBy });
    }
    // A version that goes on waiting for the same reason was told of before.
    if (action === 'wait' && before === reason) continue;
    events.emit({ event: 'decided', ...common, action, reason });
    entries.push({ what: 'decided', at, version, action, reason });
  }
  if (entries.length > 0) await timeline.append(watchId(watch), entries);
}

/** When the first of the waiting versions will be old enough. */
function dueAt(decisions: readonly VersionDecision[]): Pick<WatchCursor, 'dueAt'> {
  const times = decisions.flatMap(({ until }) => until ?? []);
  return times.length === 0 ? {} : { dueAt: new Date(Math.min(...times)).toISOString() };
}

function asBaseline({ version, createdAt }: ModelVersion): KnownVersion {
  return { version, createdAt, state: 'baseline', reason: 'it was there when the watch began' };
}

const stateAfter = {
  fire: 'owed',
  'pass-over': 'passed-over',
  ignore: 'ignored',
  wait: 'waiting',
} as const satisfies Record<VersionDecision['action'], VersionState>;

function asKnown({ version, action, reason }: VersionDecision): KnownVersion {
  return { ...version, state: stateAfter[action], reason };
}
