// What became of the releases of a watch: which are in flight, and whether a person rolled a stage back. Pure.
import { compareByCreation } from './model/version.ts';
import type { KnownVersion } from './watch/history.ts';

/** - `waiting`: has not begun; - `running`: is queued, scheduled, waits for approval or deploys; - `ended`: however it ended */
export type StageState = 'waiting' | 'running' | 'ended';

/** A release that a watch made. */
export interface WatchedRelease {
  readonly name: string;
  readonly description: string;
  /** ISO 8601. */
  readonly createdAt: string;
  readonly stages: readonly StageState[];
}

export interface StageDeployment {
  readonly stage: string;
  /** Of the release that was deployed. */
  readonly release: string;
  /** The version that the watched artifact had in it; absent for a release without that artifact. */
  readonly version?: string;
  readonly startedBy: 'person' | 'service';
  /** Who, as Azure DevOps shows the name. */
  readonly who: string;
  /** When it was asked for, ISO 8601. */
  readonly at: string;
  readonly state: 'running' | 'succeeded' | 'failed';
}

/**
 * How long a release none of whose stages has begun counts as in flight, in milliseconds: its first stage is queued a
 * moment after it was made, and one whose stages wait for a person is none that is on its way.
 */
const beginsWithin = 5 * 60_000;

/** @param now in milliseconds since 1970 */
export function inFlight(releases: readonly WatchedRelease[], now: number): readonly WatchedRelease[] {
  return releases.filter(
    ({ stages, createdAt }) =>
      stages.includes('running') ||
      (stages.every((stage) => stage === 'waiting') && now - Date.parse(createdAt) < beginsWithin),
  );
}

/** Why no more may fire now; absent if one more may. */
export function tooManyInFlight(limit: number, flying: readonly string[]): string | undefined {
  if (flying.length < limit) return undefined;
  const most = `at most ${limit} may be`;
  return `${flying.length === 1 ? '1 release is' : `${flying.length} releases are`} in flight (${flying.join(', ')}) and ${most}`;
}

export interface Rollback {
  readonly reason: string;
  /** When it was asked for, ISO 8601. */
  readonly at: string;
}

/**
 * The newest rollback that stands: a stage whose last deployment was started by a person, and put an older version in
 * the place of one that the watch had fired.
 *
 * @param deployments in any order
 * @param after rollbacks until then are known, ISO 8601
 */
export function findRollback(
  deployments: readonly StageDeployment[],
  known: readonly KnownVersion[],
  after: string | undefined,
): Rollback | undefined {
  const newestFirst = deployments.toSorted((a, b) => Date.parse(b.at) - Date.parse(a.at));
  const stages = [...new Set(newestFirst.map(({ stage }) => stage))];
  return stages
    .flatMap(
      (stage) =>
        rollbackOf(
          newestFirst.filter((each) => each.stage === stage),
          known,
        ) ?? [],
    )
    .filter(({ at }) => after === undefined || Date.parse(at) > Date.parse(after))
    .toSorted((a, b) => Date.parse(b.at) - Date.parse(a.at))[0];
}

/** @param ofStage newest first */
function rollbackOf(
  ofStage: readonly StageDeployment[],
  known: readonly KnownVersion[],
): Rollback | undefined {
  const [last, ...before] = ofStage.filter(({ state }) => state !== 'failed');
  if (last?.startedBy !== 'person' || last.version === undefined) return undefined;
  const { version, stage, who, release, at } = last;
  const replaced = before.find((each) => each.state === 'succeeded' && each.version !== version)?.version;
  if (replaced === undefined || !isOlder(version, replaced, known)) return undefined;
  const reason = `stage ${stage} was rolled back from version ${replaced} to ${version} by ${who} with ${release} at ${at}`;
  return { reason, at };
}

/** A number that was registered again counts as what it is now. */
function isOlder(version: string, than: string, known: readonly KnownVersion[]): boolean {
  const of = (number: string) =>
    known
      .filter((each) => each.version === number)
      .toSorted(compareByCreation)
      .at(-1);
  const fired = of(than);
  if (fired?.state !== 'fired') return false;
  const other = of(version);
  // A version that the watch never met was registered, and deleted, before it began.
  return other === undefined || compareByCreation(other, fired) < 0;
}
