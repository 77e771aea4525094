// The guarantee's own model: one or two watchers, the store they share, and an Azure DevOps that only ever adds. Pure.
// Every arrow is one call of the program; between any two of them anything may happen to anybody.
import type { Model, Transition } from './explore.ts';

export interface ModelOptions {
  readonly mode: 'every' | 'latest';
  readonly watchers: 1 | 2;
  /** Registered after the watch began. */
  readonly versions: number;
  /** Turns that each watcher begins by its interval. */
  readonly turns: number;
  /** Turns that an event begins: early, late, doubled or, where one is left over, never. */
  readonly events: number;
  /** Calls that are throttled, fail, or have their effect without an answer. */
  readonly faults: number;
  readonly crashes: number;
  /** How often the lead changes while its holder is merely slow; a crashed holder always loses it. */
  readonly takeovers: number;
  /**
   * Makes a draft, looks again, and starts the first draft of the version: how two that act at the same time could have one
   * effect. Without it a release starts as it is made.
   */
  readonly twoSteps?: boolean;
  /** A mistake that somebody could make. */
  readonly bug?: 'settle before create' | 'cursor before owed' | 'create without find';
}

type Known = 'new' | 'owed' | 'fired' | 'passed-over';

interface Watcher {
  readonly at:
    | 'idle'
    | 'list'
    | 'versions'
    | 'record'
    | 'record late'
    | 'owed'
    | 'find'
    | 'create'
    | 'choose'
    | 'start'
    | 'settle';
  /** How many versions the last list showed. */
  readonly listed: number;
  /** What it still has to fire in this turn, the one in hand first. */
  readonly queue: readonly number[];
  /** Which draft it is about to start. */
  readonly chosen: number;
  readonly turns: number;
}

export interface ModelState {
  readonly registered: number;
  /** The latest version that the store knows to have been listed. */
  readonly cursor: number;
  /** What the store says of each version, from 1. */
  readonly known: readonly Known[];
  /** The releases in the order in which they were started. */
  readonly releases: readonly number[];
  /** The version of each draft, in the order in which they were made, and whether it was started. */
  readonly drafts: readonly { readonly version: number; readonly isStarted: boolean }[];
  readonly leader: 0 | 1;
  readonly watchers: readonly Watcher[];
  readonly events: number;
  readonly faults: number;
  readonly crashes: number;
  readonly takeovers: number;
}

const resting = { at: 'idle', listed: 0, queue: [], chosen: 0 } as const;

/** Both sides' memory after a turn that nothing disturbed, by a watcher that has just started. */
function recovered(options: ModelOptions, state: ModelState): ModelState {
  const alone = { ...state, leader: 0 as const, watchers: [{ ...resting, turns: 1 }], events: 0 };
  let last: ModelState = { ...alone, registered: options.versions };
  for (;;) {
    const after = calls(options, last, 0)[0]?.state ?? begin(last, 0);
    if (after === undefined) return last;
    last = after;
  }
}

function begin(state: ModelState, who: number): ModelState | undefined {
  const watcher = state.watchers[who];
  if (watcher?.at !== 'idle' || watcher.turns === 0 || state.leader !== who) return undefined;
  return withWatcher(state, who, { ...watcher, at: 'list', turns: watcher.turns - 1 });
}

function withWatcher(state: ModelState, who: number, watcher: Watcher): ModelState {
  return { ...state, watchers: state.watchers.map((each, index) => (index === who ? watcher : each)) };
}

const withKnown = (known: readonly Known[], version: number, state: Known): readonly Known[] =>
  known.map((each, index) => (index + 1 === version ? state : each));

function decided({ mode, bug }: ModelOptions, { known }: ModelState, listed: number): readonly Known[] {
  const newest =
    bug === 'cursor before owed'
      ? listed
      : Math.max(listed, known.findLastIndex((each) => each !== 'new') + 1);
  return known.map((each, index) => {
    if (each !== 'new' || index + 1 > listed) return each;
    return mode === 'every' || index + 1 === newest ? 'owed' : 'passed-over';
  });
}

/** What the call in hand of a watcher leads to: first as it is meant to, then with each fault. */
function calls(options: ModelOptions, state: ModelState, who: number): readonly Transition<ModelState>[] {
  const watcher = state.watchers[who];
  if (watcher === undefined || watcher.at === 'idle') return [];
  const { at, queue, listed } = watcher;
  const [version = 0, ...rest] = queue;
  const to = (next: Partial<Watcher>, world: Partial<ModelState> = {}): ModelState =>
    withWatcher({ ...state, ...world }, who, { ...watcher, ...next });
  const idle: Partial<Watcher> = resting;
  const done: Partial<Watcher> = rest.length === 0 ? idle : { at: 'find', queue: rest };
  const isFenced = state.leader !== who;
  const good = (after: ModelState): Transition<ModelState> => ({ label: `${who}: ${at}`, state: after });
  const bad = (what: string, after: ModelState): readonly Transition<ModelState>[] =>
    state.faults === 0
      ? []
      : [{ label: `${who}: ${at} ${what}`, state: { ...after, faults: state.faults - 1 } }];
  const fenced = [{ label: `${who}: ${at} refused, it does not lead any more`, state: to(idle) }];
  switch (at) {
    case 'list':
      // What is owed does not need the check: one that fails holds nothing back.
      return [
        good(state.registered === state.cursor ? to({ at: 'owed' }) : to({ at: 'versions' })),
        ...bad('fails', to({ at: 'owed' })),
      ];
    case 'versions':
      return [good(to({ at: 'record', listed: state.registered })), ...bad('fails', to({ at: 'owed' }))];
    case 'record': {
      if (isFenced) return fenced;
      const world = { cursor: listed, known: decided(options, state, listed) };
      if (options.bug === 'cursor before owed') return [good(to({ at: 'record late' }, { cursor: listed }))];
      return [
        good(to({ at: 'owed' }, world)),
        ...bad('fails', to(idle)),
        ...bad('answer lost', to(idle, world)),
      ];
    }
    case 'record late':
      return [good(to({ at: 'owed' }, { known: decided(options, state, listed) }))];
    case 'owed': {
      const owed = state.known.flatMap((each, index) => (each === 'owed' ? [index + 1] : []));
      return [
        good(owed.length === 0 ? to(idle) : to({ at: 'find', queue: owed })),
        ...bad('fails', to(idle)),
      ];
    }
    case 'find': {
      const isThere = state.releases.includes(version) && options.bug !== 'create without find';
      const isWanted = options.mode === 'every' || rest.length === 0;
      if (isThere || !isWanted) return [good(to({ at: 'settle' })), ...bad('fails', to(idle))];
      const next = options.bug === 'settle before create' ? 'settle' : 'create';
      return [good(to({ at: next })), ...bad('fails', to(idle))];
    }
    case 'create': {
      if (options.twoSteps === true) {
        const made = { drafts: [...state.drafts, { version, isStarted: false }] };
        const lost = bad('answer lost', to(idle, made));
        return [good(to({ at: 'choose' }, made)), ...bad('throttled', to(idle)), ...lost];
      }
      const made = { releases: [...state.releases, version] };
      const after: Partial<Watcher> = options.bug === 'settle before create' ? done : { at: 'settle' };
      return [good(to(after, made)), ...bad('throttled', to(idle)), ...bad('answer lost', to(idle, made))];
    }
    case 'choose': {
      const chosen = state.drafts.findIndex((draft) => draft.version === version);
      return [good(to({ at: 'start', chosen })), ...bad('fails', to(idle))];
    }
    case 'start': {
      const isStarted = state.drafts[watcher.chosen]?.isStarted === true;
      const made = {
        drafts: state.drafts.map((draft, index) =>
          index === watcher.chosen ? { ...draft, isStarted: true } : draft,
        ),
        releases: isStarted ? state.releases : [...state.releases, version],
      };
      const after = to({ at: 'settle', chosen: 0 }, made);
      return [good(after), ...bad('throttled', to(idle)), ...bad('answer lost', to(idle, made))];
    }
    case 'settle': {
      if (isFenced) return fenced;
      const isWanted = options.mode === 'every' || rest.length === 0;
      const isFired = state.releases.includes(version) || isWanted;
      const world = { known: withKnown(state.known, version, isFired ? 'fired' : 'passed-over') };
      const next: Partial<Watcher> =
        options.bug === 'settle before create' && !state.releases.includes(version) ? { at: 'create' } : done;
      return [good(to(next, world)), ...bad('fails', to(idle)), ...bad('answer lost', to(idle, world))];
    }
  }
}

function next(options: ModelOptions, state: ModelState): readonly Transition<ModelState>[] {
  const ways: Transition<ModelState>[] = [];
  if (state.registered < options.versions) {
    const registered = state.registered + 1;
    ways.push({ label: `version ${registered} is registered`, state: { ...state, registered } });
  }
  state.watchers.forEach((watcher, who) => {
    const begun = begin(state, who);
    if (begun !== undefined) ways.push({ label: `${who}: begins a turn`, state: begun });
    const woken = begin(withWatcher(state, who, { ...watcher, turns: 1 }), who);
    if (state.events > 0 && woken !== undefined) {
      const kept = woken.watchers.map((each, index) =>
        index === who ? { ...each, turns: watcher.turns } : each,
      );
      ways.push({
        label: `${who}: an event arrives`,
        state: { ...woken, watchers: kept, events: state.events - 1 },
      });
    }
    ways.push(...calls(options, state, who));
    if (state.crashes > 0 && watcher.at !== 'idle') {
      const crashed = withWatcher(state, who, { ...watcher, ...resting });
      ways.push({ label: `${who}: is killed`, state: { ...crashed, crashes: state.crashes - 1 } });
    }
    const isFree = watcher.at === 'idle' || state.takeovers > 0;
    if (options.watchers === 2 && state.leader === who && isFree) {
      const takeovers = state.takeovers - (watcher.at === 'idle' ? 0 : 1);
      const leader = who === 0 ? 1 : 0;
      ways.push({ label: `${leader}: takes the lead`, state: { ...state, leader, takeovers } });
    }
  });
  return ways;
}

/** What of the guarantee does not hold for these releases, once nothing is left to do. */
export function brokenPromise(
  { mode, versions }: Pick<ModelOptions, 'mode' | 'versions'>,
  releases: readonly number[],
): string | undefined {
  const once = [...new Set(releases)];
  if (once.length < releases.length) return `doubled: ${releases.join(', ')}`;
  if (once.some((version, index) => version < (once[index - 1] ?? 0)))
    return `out of order: ${releases.join(', ')}`;
  const wanted = mode === 'every' ? Array.from({ length: versions }, (_, index) => index + 1) : [versions];
  const lost = wanted.filter((version) => !once.includes(version));
  return lost.length === 0 ? undefined : `lost: ${lost.join(', ')}`;
}

/** What the real watcher's world and the model's have in common, as a text. */
export function outlineOf(state: {
  readonly registered: number;
  readonly known: readonly string[];
  readonly releases: readonly number[];
}): string {
  const { registered, known, releases } = state;
  return `${registered} registered, known ${known.join(' ')}, released ${releases.join(' ')}`;
}

/** From each state on, a watcher that is started anew and left in peace has to bring everything to its good end. */
export function watchModel(options: ModelOptions): Model<ModelState> {
  const { versions, watchers, turns, events, faults, crashes, takeovers } = options;
  return {
    initial: {
      registered: 0,
      cursor: 0,
      known: Array.from({ length: versions }, () => 'new' as const),
      releases: [],
      drafts: [],
      leader: 0,
      watchers: Array.from({ length: watchers }, () => ({ ...resting, turns })),
      ...{ events, faults, crashes, takeovers },
    },
    next: (state) => next(options, state),
    violation: (state) => brokenPromise(options, recovered(options, state).releases),
  };
}
