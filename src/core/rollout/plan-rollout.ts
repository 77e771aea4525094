// From what an endpoint does now to the new version having its share: which steps are left. Pure, and made anew after
// every interruption, so a run that was killed anywhere goes on where it stopped.
import { describeTraffic, sameTraffic, trafficAfter, type Share } from '../deploy/traffic.ts';
import { given } from '../given.ts';
import type { RolloutMemory } from './memory.ts';
import type { RolloutSettings } from './settings.ts';
import { giving, largestOf, scaledTo, sumOf, without, withoutZeros, type Split } from './split.ts';

export interface RolloutState {
  readonly traffic: Split;
  readonly mirror: Split;
  /** Left by a roll-out that has not ended. */
  readonly memory?: RolloutMemory;
  /** Deployments that can take traffic. */
  readonly existing: readonly string[];
}

interface Common {
  /** The split that the roll-out began with: where the traffic goes back to. Empty when nothing served before. */
  readonly before: Split;
}

type Move = { readonly why: string } &
  /** Watches and judges the new version beside the one now serving. */
  (
    | { readonly kind: 'judge'; readonly against: string; readonly seconds: number }
    | {
        readonly kind: 'route';
        readonly traffic: Split;
        readonly mirror: Split;
        /** The roll-out ends with this: nothing is remembered any more. */
        readonly isLast: boolean;
      }
    | { readonly kind: 'remove'; readonly deployment: string }
    /** Forgets the split before. */
    | { readonly kind: 'end' }
  );

export type RolloutStep = Move & Common;

export interface RolloutPlan {
  readonly steps: readonly RolloutStep[];
  /** Where traffic goes back to; empty when nothing served before. */
  readonly before: Split;
  readonly final: Split;
}

/** The split that this roll-out began with, as far as it can be known. */
function splitBefore({ traffic, memory, existing }: RolloutState, deployment: string): Split {
  const now = withoutZeros(traffic);
  if (memory === undefined) return now;
  const remembered = withoutZeros(memory.before);
  const known = new Set([...Object.keys(remembered), memory.candidate, deployment]);
  // A person has moved traffic to somebody else in the meantime: what is there now is what they want.
  if (Object.keys(now).some((name) => !known.has(name))) return now;
  const left = Object.fromEntries(Object.entries(remembered).filter(([name]) => existing.includes(name)));
  return Object.keys(left).length === 0 ? now : scaledTo(left, 100);
}

/** With nothing to watch or delete afterwards, moving the traffic ends it. */
export const endsByRoute = ({ strategy, removeOld }: RolloutSettings): boolean =>
  strategy === 'replace' && !removeOld;

/** Shares of the new version on the way, the last one included. */
function sharesOf({ strategy, steps }: RolloutSettings, from: number, to: number): readonly number[] {
  const isStepwise = strategy === 'canary' || strategy === 'mirror-then-canary';
  return [...(isStepwise ? steps.filter((step) => step >= from && step < to) : []), to];
}

/** The whole split that is wanted in the end, copies included. */
export interface WholeSplit {
  readonly endpoint: string;
  readonly deployment: string;
  readonly traffic: Split;
  readonly mirror: Split;
}

interface Way {
  readonly endpoint: string;
  readonly deployment: string;
  /** The one now serving; absent where nothing else serves. */
  readonly against?: string;
  readonly before: Split;
  readonly final: Split;
  /** What copies of requests go to in the end. */
  readonly mirror: Split;
  readonly settings: RolloutSettings;
}

interface Route {
  readonly traffic: Split;
  readonly mirror: Split;
}

function whyRoute({ endpoint, deployment }: Way, { traffic, mirror }: Route, now: number): string {
  if (sumOf(mirror) > 0)
    return `split the traffic of '${endpoint}' into ${describeTraffic(traffic)} and a copy of ${describeTraffic(mirror)}, because that is wanted of '${deployment}'`;
  if (traffic[deployment] === 100)
    return `move all traffic of '${endpoint}' to '${deployment}', because it has ${now} %`;
  return `split the traffic of '${endpoint}' into ${describeTraffic(traffic)}, because '${deployment}' has ${now} %`;
}

const judged = ({ deployment, against = '' }: Way, seconds: number, when: string): Move => ({
  kind: 'judge',
  against,
  seconds,
  why: `judge '${deployment}' beside '${against}' ${when}`,
});

function mirrorSteps(way: Way, { traffic, mirror }: RolloutState): readonly Move[] {
  const { settings, deployment } = way;
  if (settings.strategy !== 'mirror-then-canary' || (traffic[deployment] ?? 0) > 0) return [];
  const { mirrorPercent: percent, pauseSeconds } = settings;
  const judging = judged(way, pauseSeconds, `while ${percent} % of the traffic is mirrored to it`);
  if (mirror[deployment] === percent) return [judging];
  const why = `mirror ${percent} % of the traffic to '${deployment}', whose answers nobody gets`;
  return [
    { kind: 'route', traffic: way.before, mirror: { [deployment]: percent }, isLast: false, why },
    judging,
  ];
}

function shareSteps(way: Way, state: RolloutState): readonly Move[] {
  const { settings, deployment, before, final, mirror: lastMirror } = way;
  const now = state.traffic[deployment] ?? 0;
  const to = final[deployment] ?? 0;
  const isLast = endsByRoute(settings);
  return sharesOf(settings, now, to).flatMap((share): readonly Move[] => {
    const traffic = share === to ? final : giving(before, deployment, share);
    const mirror = share === to ? lastMirror : {};
    const isThere = sameTraffic(traffic, state.traffic) && sameTraffic(mirror, state.mirror);
    const judging =
      settings.strategy === 'replace'
        ? []
        : [judged(way, settings.pauseSeconds, `at ${share} % of the traffic`)];
    const why = whyRoute(way, { traffic, mirror }, now);
    return [...(isThere ? [] : [{ kind: 'route', traffic, mirror, isLast, why } as const]), ...judging];
  });
}

const ending = ({ deployment }: Way): Move => ({ kind: 'end', why: `end the roll-out of '${deployment}'` });

/** Also those that are gone: whoever was interrupted at deleting one has left what belongs to it. */
function servedBefore({ deployment, before, final }: Way, { existing, memory }: RolloutState): string[] {
  const begun = memory?.candidate === deployment ? Object.keys(memory.before) : [];
  const old = [...new Set([...Object.keys(before).filter((name) => existing.includes(name)), ...begun])];
  return old.filter((name) => name !== deployment && (final[name] ?? 0) === 0);
}

function closing(way: Way, state: RolloutState): readonly Move[] {
  const { deployment, settings } = way;
  if (endsByRoute(settings)) return [];
  const old = settings.removeOld ? servedBefore(way, state) : [];
  const removals = old.map((name): Move => {
    const why = `delete '${name}', because '${deployment}' serves in its place and removeOld is set`;
    return { kind: 'remove', deployment: name, why };
  });
  return [...removals, ending(way)];
}

function movesOf(way: Way, state: RolloutState): readonly Move[] {
  const { deployment, against, before, final, mirror, settings } = way;
  const isThere = sameTraffic(final, state.traffic) && sameTraffic(mirror, state.mirror);
  if (isThere && state.memory === undefined) return [];
  if (isThere && endsByRoute(settings)) return [ending(way)];
  if (isThere && against === undefined) return closing(way, state);
  if (against === undefined) {
    const why = whyRoute(way, { traffic: final, mirror }, state.traffic[deployment] ?? 0);
    return [{ kind: 'route', traffic: final, mirror, isLast: true, why }];
  }
  const begun =
    (state.traffic[deployment] ?? 0) > (before[deployment] ?? 0) || (state.mirror[deployment] ?? 0) > 0;
  const first =
    begun || settings.strategy === 'replace' ? [] : [judged(way, 0, 'before it gets any traffic')];
  return [...first, ...mirrorSteps(way, state), ...shareSteps(way, state), ...closing(way, state)];
}

/** Whoever gets no more requests than before is not compared with anybody: the split is written as it is. */
const settingsFor = (settings: RolloutSettings, comesIn: boolean): RolloutSettings =>
  comesIn ? settings : { ...settings, strategy: 'replace' };

/**
 * What is left to do until `wish.deployment` has its share, or all of them have theirs; no steps when they have and nothing
 * is remembered.
 *
 * @throws TrafficInvalid when more than 100 % would be given away
 */
export function planRollout(
  asked: RolloutSettings,
  wish: Share | WholeSplit,
  state: RolloutState,
): RolloutPlan {
  const { endpoint, deployment } = wish;
  const before = splitBefore(state, deployment);
  const isWhole = 'traffic' in wish;
  const final = isWhole ? withoutZeros(wish.traffic) : trafficAfter(before, wish);
  const mirror = isWhole ? withoutZeros(wish.mirror) : {};
  const settings = settingsFor(asked, !isWhole || (final[deployment] ?? 0) > (before[deployment] ?? 0));
  const against = largestOf(without(before, deployment));
  const way: Way = { endpoint, deployment, before, final, mirror, settings, ...given({ against }) };
  return { steps: movesOf(way, state).map((move) => ({ ...move, before })), before, final };
}
