// The time line of a version as a person reads it. Pure.
import type { VersionIdentity } from '../model/version.ts';
import { type TimelineEntry, isAbout } from '../watch/timeline.ts';

/** One line each, oldest first, beginning with the registration; of the watch itself only what came after it. */
export function timelineLines(
  version: VersionIdentity,
  entries: readonly TimelineEntry[],
): readonly string[] {
  const registered = new Date(version.createdAt).toISOString();
  const since = Date.parse(version.createdAt);
  const concern = entries.filter((entry) => isAbout(entry) || Date.parse(entry.at) >= since);
  return [`${registered}  registered`, ...concern.map((entry) => `${timeOf(entry)}  ${entryInWords(entry)}`)];
}

const timeOf = ({ at }: TimelineEntry): string => new Date(at).toISOString();

function entryInWords(entry: TimelineEntry): string {
  const { times, lastAt } = entry;
  const again = times === undefined ? '' : ` (${times} times, last at ${lastAt ?? ''})`;
  return `${happened(entry)}${again}`;
}

function happened(entry: TimelineEntry): string {
  switch (entry.what) {
    case 'seen':
      return `seen by ${entry.by}`;
    case 'decided':
      return `${decided[entry.action]}: ${entry.reason}`;
    case 'called':
      return `call: ${entry.call}: ${entry.outcome}`;
    case 'fired':
      return (
        `fired: ${entry.name}${entry.found ? ', which an earlier attempt had made' : ''}` +
        (entry.url === undefined ? '' : `, ${entry.url}`)
      );
    case 'failed':
      return `not fired: ${entry.reason}`;
    case 'ordered':
      return `${entry.order} ordered by ${entry.by}${entry.reason === undefined ? '' : `: ${entry.reason}`}`;
    case 'held':
      return `the watch stopped by itself: ${entry.reason}`;
  }
}

const decided = {
  fire: 'decided to fire it',
  'pass-over': 'decided to pass it over',
  ignore: 'decided to leave it out',
  wait: 'decided to wait',
} as const;
