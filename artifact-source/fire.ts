// Makes the release of one firing, once: looks before it calls.
import { describeError, isExtensionError } from '../src/core/errors/extension-error.ts';
import { type Firing, firingKey, releaseDescription, releaseTags } from '../src/core/firing.ts';
import type { Release, Releases } from '../src/ports/releases.ts';

export interface Fired {
  readonly release: Release;
  /** True if an earlier attempt had made the release already. */
  readonly found: boolean;
  /** Why the release could not be tagged, if it could not. */
  readonly tagProblem?: string;
}

/**
 * A release's clock and the registry's are two: a release of this version may seem to be older than the version
 * by this many milliseconds at most.
 */
const clockDifference = 10 * 60_000;

/**
 * @throws what the port throws; the firing is then still owed, and firing it again is safe
 */
export async function fire(firing: Firing, releases: Releases): Promise<Fired> {
  const target = firing.watch.release;
  const existing = await findRelease(firing, releases);
  const release =
    existing ??
    (await releases.create(target, {
      version: firing.version.version,
      description: releaseDescription(firing),
    }));
  const fired = { release, found: existing !== undefined };
  try {
    await releases.tag(target, release, releaseTags(firing));
    return fired;
  } catch (error) {
    // The release runs by now. Its tags are a convenience: not worth owing the firing any longer.
    if (!isExtensionError(error)) throw error;
    return { ...fired, tagProblem: describeError(error) };
  }
}

/** The release that an earlier attempt made for this firing; absent if none did. */
export function findRelease(firing: Firing, releases: Releases): Promise<Release | undefined> {
  const since = new Date(Date.parse(firing.version.createdAt) - clockDifference);
  return releases.find(firing.watch.release, firingKey(firing), since);
}
