// What a watch remembers of the versions it has met.
import type { VersionIdentity } from '../model/version.ts';

/**
 * - `baseline`: was there when the watch began; never fires
 * - `waiting`: does not pass the watch's rules yet; it is looked at again
 * - `owed`: has to fire and is not known to have fired
 * - `fired`: its release exists
 * - `passed-over`: a newer version fires instead
 * - `ignored`: does not concern this watch
 */
export type VersionState = 'baseline' | 'waiting' | 'owed' | 'fired' | 'passed-over' | 'ignored';

/** Which firing of a version: the first, or one of its replays. */
export interface FiringIdentity extends VersionIdentity {
  /** How many times it was replayed on purpose; absent: never. */
  readonly replay?: number;
}

export interface KnownVersion extends FiringIdentity {
  readonly state: VersionState;
  /** Why it is in this state, in words. */
  readonly reason: string;
}

/** How far a watch has looked. */
export interface WatchCursor {
  /** What the workspace's list gave as the model's latest version; absent while the model has none. */
  readonly latestVersion?: string;
  /** When the versions were last read, ISO 8601. */
  readonly checkedAt: string;
  /** When a waiting version will be old enough, so that the versions have to be read again, ISO 8601. */
  readonly dueAt?: string;
}

/** One text for one registration, with the creation time in the one spelling that a re-read cannot change. */
export function identityOf({ version, createdAt }: VersionIdentity): string {
  return `${version}@${new Date(createdAt).toISOString()}`;
}
