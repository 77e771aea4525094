// Which of a model's versions fire a release, and why. Pure.
import { type ModelVersion, type VersionIdentity, compareByCreation } from '../src/core/model/version.ts';
import { type KnownVersion, identityOf } from '../src/core/watch/history.ts';
import { inWords } from '../src/core/firing/decide-owed.ts';
import { type WatchOrders, noOrders, orderAbout } from '../src/core/watch/orders.ts';
import { judgeVersion } from '../src/core/watch-rules/judge-version.ts';
import type { Verdict } from '../src/core/watch-rules/watch-rules.ts';
import type { Watch } from '../src/core/watch/watch.ts';

export interface VersionDecision {
  readonly version: VersionIdentity;
  readonly action: 'fire' | 'pass-over' | 'ignore' | 'wait';
  readonly reason: string;
  /** When a waiting version will be old enough, in milliseconds since 1970. */
  readonly until?: number;
}

export interface DecideAt {
  /** In milliseconds since 1970. */
  readonly now: number;
  readonly orders?: WatchOrders;
}

interface Judged {
  readonly version: ModelVersion;
  readonly verdict: Verdict | { readonly kind: 'pass-over'; readonly reason: string };
}

/**
 * Decides about every listed version that is not known yet or was waiting, in registration order.
 *
 * @param listed the active versions of the model, in any order
 * @param known all versions that this watch has met, its baseline among them
 */
export function decide(
  watch: Pick<Watch, 'mode' | 'rules'>,
  listed: readonly ModelVersion[],
  known: readonly KnownVersion[],
  { now, orders = noOrders }: DecideAt,
): readonly VersionDecision[] {
  const settled = new Set(known.filter(({ state }) => state !== 'waiting').map(identityOf));
  const began = newest(known.filter(({ state }) => state === 'baseline'));
  const judged = listed
    .filter((version) => !version.isArchived && !settled.has(identityOf(version)))
    .toSorted(compareByCreation)
    .map((version) => ({
      version,
      verdict: judgeOrdered(version, orders) ?? judge(watch, version, began, now),
    }));
  return judged.map(({ version, verdict }): VersionDecision => {
    const { createdAt } = version;
    const about = { version: { version: version.version, createdAt } };
    switch (verdict.kind) {
      case 'ignore':
      case 'pass-over':
        return { ...about, action: verdict.kind, reason: verdict.reason };
      case 'wait': {
        const { reason, until } = verdict;
        return { ...about, action: 'wait', reason, ...(until === undefined ? {} : { until }) };
      }
      case 'pass': {
        const { action, reason } = isPinned(version, orders)
          ? { action: 'fire' as const, reason: 'the watch is pinned to it' }
          : choose(watch, version, newestThat(known), lastPassing(judged));
        return {
          ...about,
          action,
          reason: [reason, verdict.reason].filter((each) => each !== '').join('; '),
        };
      }
    }
  });
}

/** What was ordered about the version goes before the rules of the watch. */
function judgeOrdered(
  version: ModelVersion,
  { skipped, fastForward }: WatchOrders,
): Judged['verdict'] | undefined {
  const skip = orderAbout(skipped, version);
  if (skip !== undefined) return { kind: 'ignore', reason: inWords('skipped', skip) };
  if (fastForward === undefined || Date.parse(version.createdAt) > Date.parse(fastForward.to))
    return undefined;
  return { kind: 'pass-over', reason: inWords('fast-forwarded', fastForward) };
}

function isPinned(version: ModelVersion, { pinned }: WatchOrders): boolean {
  return pinned !== undefined && identityOf(pinned) === identityOf(version);
}

function judge(
  { rules = {}, mode }: Pick<Watch, 'mode' | 'rules'>,
  version: ModelVersion,
  began: KnownVersion | undefined,
  now: number,
): Verdict {
  if (began !== undefined && Date.parse(version.createdAt) < Date.parse(began.createdAt)) {
    // An archived version that was restored, or one that the list showed late.
    const reason = `it was registered at ${version.createdAt}, before the watch began with version ${began.version}`;
    return { kind: 'ignore', reason };
  }
  if (mode === 'manual') return { kind: 'ignore', reason: 'the mode is manual' };
  return judgeVersion(rules, version, now);
}

/** Which of the versions that pass fire. */
function choose(
  { mode }: Pick<Watch, 'mode'>,
  version: ModelVersion,
  newestKnown: KnownVersion | undefined,
  newestFresh: ModelVersion | undefined,
): { readonly action: 'fire' | 'pass-over'; readonly reason: string } {
  if (mode === 'every') return { action: 'fire', reason: 'the mode is every' };
  if (newestKnown !== undefined && compareByCreation(version, newestKnown) < 0) {
    const reason = `version ${newestKnown.version}, registered later, is known already and the mode is latest`;
    return { action: 'pass-over', reason };
  }
  if (newestFresh !== undefined && version !== newestFresh) {
    const reason = `version ${newestFresh.version}, registered later, fires instead and the mode is latest`;
    return { action: 'pass-over', reason };
  }
  return { action: 'fire', reason: 'it is the newest version and the mode is latest' };
}

/** The newest version that could fire or did: one that waits or is ignored takes nobody's place. */
function newestThat(known: readonly KnownVersion[]): KnownVersion | undefined {
  return newest(known.filter(({ state }) => state !== 'waiting' && state !== 'ignored'));
}

function lastPassing(judged: readonly Judged[]): ModelVersion | undefined {
  return judged.findLast(({ verdict }) => verdict.kind === 'pass')?.version;
}

function newest(versions: readonly KnownVersion[]): KnownVersion | undefined {
  return versions.toSorted(compareByCreation).at(-1);
}
