// The history of a version, and of the orders that concern its watch: what happened when, and why. Plain data.
import * as z from 'zod';
import type { VersionIdentity } from '../model/version.ts';
import { identityOf } from './history.ts';

const times = {
  /** When it happened first, ISO 8601. */
  at: z.string(),
  /** The version that it is about; absent if it concerns the whole watch. */
  version: z.object({ version: z.string(), createdAt: z.string() }).optional(),
  /** How many times it happened in a row, and when last; absent: once. */
  times: z.int().min(2).optional(),
  lastAt: z.string().optional(),
};

/** For adapters that keep entries as JSON. */
export const timelineEntrySchema = z.discriminatedUnion('what', [
  /** The watch met the version; `by` names the check or the event, e.g. "the check at 2026-11-21T12:00:00.000Z". */
  z.object({ what: z.literal('seen'), ...times, by: z.string() }),
  z.object({
    what: z.literal('decided'),
    ...times,
    action: z.enum(['fire', 'pass-over', 'ignore', 'wait']),
    reason: z.string(),
  }),
  /** A call to the target of the watch; `outcome` in words. */
  z.object({ what: z.literal('called'), ...times, call: z.string(), outcome: z.string() }),
  /** The target has it: a release, a run, or what else the target makes. */
  z.object({
    what: z.literal('fired'),
    ...times,
    name: z.string(),
    url: z.string().optional(),
    /** True if an earlier attempt had made it. */
    found: z.boolean(),
  }),
  z.object({ what: z.literal('failed'), ...times, code: z.string(), reason: z.string() }),
  /** A person gave a command. */
  z.object({
    what: z.literal('ordered'),
    ...times,
    order: z.enum(['pause', 'resume', 'skip', 'pin', 'unpin', 'replay', 'fast-forward']),
    by: z.string(),
    reason: z.string().optional(),
  }),
  /** The watcher stopped the watch by itself. */
  z.object({ what: z.literal('held'), ...times, heldBy: z.enum(['storm', 'rollback']), reason: z.string() }),
]);

/** How many entries about one version, and how many about the whole watch, are kept: the newest. A quiet version has six. */
export const keptEntries = 200;

export type TimelineEntry = z.infer<typeof timelineEntrySchema>;

/** An entry about one version rather than about the watch. */
export function isAbout(
  entry: TimelineEntry,
): entry is TimelineEntry & { readonly version: VersionIdentity } {
  return entry.version !== undefined;
}

/**
 * `last` with `next` counted in, if they tell the same of the same version at another time; otherwise nothing. A service
 * that is down for a week must not fill the history.
 */
export function counted(last: TimelineEntry | undefined, next: TimelineEntry): TimelineEntry | undefined {
  if (last === undefined || contentOf(last) !== contentOf(next)) return undefined;
  const repeated = { times: (last.times ?? 1) + (next.times ?? 1), lastAt: next.lastAt ?? next.at };
  return last.what === 'failed' && next.what === 'failed'
    ? { ...last, ...repeated, reason: next.reason }
    : { ...last, ...repeated };
}

function contentOf({ version, ...entry }: TimelineEntry): string {
  // The same failure may say something else each time, e.g. how many seconds are left to wait: the last word stays.
  const free = ['at', 'times', 'lastAt', ...(entry.what === 'failed' ? ['reason'] : [])];
  const content = Object.entries(entry).filter(([key]) => !free.includes(key));
  const sorted = content.toSorted(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([version === undefined ? '' : identityOf(version), sorted]);
}
