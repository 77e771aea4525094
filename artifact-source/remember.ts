// Writes down what a check found: the baseline on a cold start, decisions about new versions after that.
import { type ModelVersion, compareByCreation } from '../src/core/model-version.ts';
import { ofVersion, ofWatch } from '../src/core/watch-event.ts';
import {
  type KnownVersion,
  type VersionState,
  type WatchCursor,
  identityOf,
} from '../src/core/watch-history.ts';
import { type Watch, watchId } from '../src/core/watch.ts';
import type { WatchEvents } from '../src/ports/watch-events.ts';
import type { WatchStore } from '../src/ports/watch-store.ts';
import type { CheckedModel } from './check.ts';
import { type VersionDecision, decide } from './decide.ts';

interface RememberPorts {
  readonly store: WatchStore;
  readonly events: WatchEvents;
}

/**
 * Decides about the new versions; those that fire are owed from the moment they are known.
 *
 * @returns how many versions are new
 */
export async function remember(watch: Watch, checked: CheckedModel, ports: RememberPorts): Promise<number> {
  const id = watchId(watch);
  if ((await ports.store.cursor(id)) === undefined) {
    await rememberBaseline(watch, checked, ports);
    return 0;
  }
  const known = await ports.store.known(id);
  const waiting = new Map(known.map((version) => [identityOf(version), version.reason]));
  const decisions = decide(watch, checked.versions, known, Date.parse(checked.cursor.checkedAt));
  await ports.store.record(id, {
    cursor: { ...checked.cursor, ...dueAt(decisions) },
    versions: decisions.map(asKnown),
  });
  for (const { version, action, reason } of decisions) {
    const common = ofVersion(watch, version);
    const before = waiting.get(identityOf(version));
    if (before === undefined) ports.events.emit({ event: 'seen', ...common, createdAt: version.createdAt });
    // A version that goes on waiting for the same reason was told of before.
    if (action === 'wait' && before === reason) continue;
    ports.events.emit({ event: 'decided', ...common, action, reason });
  }
  return decisions.filter(({ version }) => !waiting.has(identityOf(version))).length;
}

async function rememberBaseline(watch: Watch, checked: CheckedModel, ports: RememberPorts): Promise<void> {
  const versions = checked.versions.toSorted(compareByCreation);
  await ports.store.record(watchId(watch), { cursor: checked.cursor, versions: versions.map(asBaseline) });
  const latest = versions.at(-1)?.version;
  ports.events.emit({
    event: 'baseline',
    ...ofWatch(watch),
    versions: versions.length,
    ...(latest === undefined ? {} : { latest }),
  });
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
