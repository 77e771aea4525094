// What the commands write: text for a person; with --json the values as they are.
import { timelineLines } from '../../../src/core/watch-steering/timeline-lines.ts';
import type { VersionState } from '../../../src/core/watch/history.ts';
import type { WatchOrders } from '../../../src/core/watch/orders.ts';
import { inWords } from '../../../src/core/firing/decide-owed.ts';
import type { ExplainedVersion } from '../../../src/flows/explain-version.ts';
import type { SteeredWatch } from '../../../src/flows/steer-watches.ts';
import type { WatchStatus } from '../../../src/flows/watch-status.ts';

/** How many of the versions that are owed or wait are listed, the newest; `explain` tells of any. */
const mostOpen = 10;

export function steeredText(steered: readonly SteeredWatch[]): string {
  return steered.map(({ watch, says }) => `${watch} ${says}.`).join('\n');
}

export function explainedText(explained: readonly ExplainedVersion[]): string {
  return explained
    .map(({ watch, version, standing, timeline }) =>
      [
        `${watch.model} ${version.version}, registered at ${version.createdAt} in ${watch.source}`,
        `${watch.name}, for ${watch.target}: ${standing}.`,
        ...timelineLines(version, timeline).map((line) => `  ${line}`),
      ].join('\n'),
    )
    .join('\n\n');
}

export function statusText(
  statuses: readonly WatchStatus[],
  { place, isRunning }: { readonly place: string; readonly isRunning?: boolean },
): string {
  const head = {
    unknown: `The state is ${place}.`,
    true: `A watcher runs on ${place}.`,
    false: `No watcher runs on ${place} at the moment.`,
  };
  return [head[`${isRunning ?? 'unknown'}`], ...statuses.map(oneStatus)].join('\n\n');
}

function oneStatus(status: WatchStatus): string {
  const { cursor, versions } = status;
  const checked =
    cursor === undefined
      ? 'not yet: it has not begun'
      : `last read at ${cursor.checkedAt}, latest version ${cursor.latestVersion ?? 'unknown'}`;
  const counts = Object.entries(versions).map(([state, count]) => `${count} ${words[state as VersionState]}`);
  const open = status.open.slice(-mostOpen).map(({ version, standing }) => `  ${version}: ${standing}`);
  const more = status.open.length - open.length;
  return [
    `${status.name}: ${status.model} in ${status.source}, mode ${status.mode}`,
    `  fires     ${status.target}`,
    ...ordersInWords(status.orders).map((line) => `  ${line}`),
    `  checked   ${checked}`,
    `  versions  ${counts.length === 0 ? 'none' : counts.join(', ')}`,
    ...(more > 0 ? [`  and ${more} older ones that are owed or wait`] : []),
    ...open,
  ].join('\n');
}

const words: Readonly<Record<VersionState, string>> = {
  baseline: 'known from the beginning',
  waiting: 'waiting',
  owed: 'owed',
  fired: 'fired',
  'passed-over': 'passed over',
  ignored: 'ignored',
};

function ordersInWords({ holds, pinned, fastForward }: WatchOrders): readonly string[] {
  return [
    ...holds.map(({ at, reason }) => `HELD      since ${at}: ${reason}`),
    ...(pinned === undefined ? [] : [`PINNED    ${inWords(`to version ${pinned.version}`, pinned)}`]),
    ...(fastForward === undefined
      ? []
      : [`PASSED    over until ${fastForward.to}: ${inWords('fast-forwarded', fastForward)}`]),
  ];
}
