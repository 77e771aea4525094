// Which of a model's versions fire a release, and why. Pure.
import { type ModelVersion, type VersionIdentity, compareByCreation } from '../src/core/model-version.ts';
import { type KnownVersion, identityOf } from '../src/core/watch-history.ts';
import type { WatchMode } from '../src/core/watch.ts';

export interface VersionDecision {
  readonly version: VersionIdentity;
  readonly action: 'fire' | 'pass-over' | 'ignore';
  readonly reason: string;
}

/**
 * Decides about every listed version that is not known yet, in registration order.
 *
 * @param listed the active versions of the model, in any order
 * @param known all versions that this watch has met, its baseline among them
 */
export function decide(
  mode: WatchMode,
  listed: readonly ModelVersion[],
  known: readonly KnownVersion[],
): readonly VersionDecision[] {
  const met = new Set(known.map(identityOf));
  const fresh = listed
    .filter((version) => !version.isArchived && !met.has(identityOf(version)))
    .toSorted(compareByCreation);
  const began = newest(known.filter(({ state }) => state === 'baseline'));
  const newestKnown = newest(known);
  const newestFresh = fresh.at(-1);

  return fresh.map((version): VersionDecision => {
    const identity = { version: version.version, createdAt: version.createdAt };
    if (began !== undefined && Date.parse(version.createdAt) < Date.parse(began.createdAt)) {
      // An archived version that was restored, or one that the list showed late.
      const reason = `it was registered at ${version.createdAt}, before the watch began with version ${began.version}`;
      return { version: identity, action: 'ignore', reason };
    }
    if (mode === 'every') {
      return { version: identity, action: 'fire', reason: 'the mode is every' };
    }
    if (newestKnown !== undefined && compareByCreation(version, newestKnown) < 0) {
      const reason = `version ${newestKnown.version}, registered later, is known already and the mode is latest`;
      return { version: identity, action: 'pass-over', reason };
    }
    if (newestFresh !== undefined && version !== newestFresh) {
      const reason = `version ${newestFresh.version}, registered later, fires instead and the mode is latest`;
      return { version: identity, action: 'pass-over', reason };
    }
    return { version: identity, action: 'fire', reason: 'it is the newest version and the mode is latest' };
  });
}

function newest(versions: readonly KnownVersion[]): KnownVersion | undefined {
  return versions.toSorted(compareByCreation).at(-1);
}
