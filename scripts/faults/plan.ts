// What happens in one run, and when: determined by its seed alone. Pure.
import type { FaultRule } from '../../apps/emulator/kernel/fault-list.ts';
import { type Random, createRandom } from './random.ts';

/** Milliseconds from the moment at which the watch has begun. */
export type Timed = { readonly at: number } & (
  | { readonly what: 'register'; readonly version: string }
  | { readonly what: 'fault'; readonly service: 'azure' | 'devops'; readonly rule: FaultRule }
  | { readonly what: 'kill'; readonly downFor: number; readonly clockOffset: number }
  | { readonly what: 'clock'; readonly offset: number }
  | { readonly what: 'second watcher'; readonly clockOffset: number }
);

export interface RunPlan {
  readonly seed: number;
  /** Registered before the watch begins. */
  readonly baseline: readonly string[];
  /** Registered after it, in this order. */
  readonly versions: readonly string[];
  /** How each version's event arrives; absent: the run has no relay and polls only. */
  readonly events?: ReadonlyMap<string, readonly number[]>;
  readonly clockOffset: number;
  readonly actions: readonly Timed[];
}

/** How long things happen to a run, in milliseconds. */
const busyFor = 1500;

/** A clock that is wrong, in milliseconds: by seconds, by minutes, by hours. */
function wrongClock(random: Random): number {
  return random.pick([0, 0, -1500, 4000, -20 * 60_000, 16 * 60_000, 3 * 3_600_000, -3 * 3_600_000]);
}

function azureFault(random: Random, model: string): FaultRule {
  const path = random.pick(['/models', `/models/${model}/versions`]);
  const common = { method: 'GET', path, times: random.between(1, 3) };
  return random.pick<() => FaultRule>([
    () => ({ ...common, status: 429, retryAfterSeconds: 1 }),
    () => ({ ...common, status: random.pick([500, 502, 503, 504]) }),
    () => ({ ...common, times: random.between(1, 8), status: 500 }),
    () => ({ ...common, status: 0 }),
    () => ({ ...common, torn: true }),
    () => ({ ...common, stale: true }),
    () => ({ ...common, delayMs: random.between(50, 400) }),
  ])();
}

function devopsFault(random: Random): FaultRule {
  const times = random.between(1, 2);
  const create = { method: 'POST', path: '/release/releases', times };
  const list = { method: 'GET', path: '/release/releases', times };
  return random.pick<() => FaultRule>([
    () => ({ ...create, status: 429, retryAfterSeconds: 1 }),
    () => ({ ...create, status: random.pick([500, 503]) }),
    () => ({ ...create, status: 0 }),
    // The time-out after the effect: the release is there, and nobody heard of it.
    () => ({ ...create, status: 0, afterEffect: true, delayMs: random.between(0, 500) }),
    () => ({ ...create, status: random.pick([500, 502, 504]), afterEffect: true }),
    () => ({ ...create, torn: true }),
    () => ({ ...create, delayMs: random.between(50, 600) }),
    () => ({ ...list, status: random.pick([429, 500, 503]), retryAfterSeconds: 1 }),
    () => ({ ...list, status: 0 }),
    () => ({ ...list, torn: true }),
    () => ({ ...list, delayMs: random.between(50, 400) }),
    () => ({ times, path: '/release/definitions', status: random.pick([0, 500]) }),
    () => ({ times, path: '/tags', status: random.pick([0, 500]) }),
  ])();
}

/** Good, late, doubled, far too late, or lost. */
function eventDelays(random: Random): readonly number[] {
  const late = random.between(100, 1200);
  return random.pick<readonly number[]>([[0], [0], [late], [0, late], [late, late + 1], []]);
}

export function planRun(seed: number, model: string): RunPlan {
  const random = createRandom(seed);
  const baseline = Array.from({ length: random.between(0, 2) }, (_, index) => String(index + 1));
  const count = random.between(1, 5);
  const versions = Array.from({ length: count }, (_, index) => String(baseline.length + index + 1));
  const actions: Timed[] = [];
  const at = (): number => random.between(0, busyFor);
  const moments = versions.map(at).sort((a, b) => a - b);
  versions.forEach((version, index) => actions.push({ at: moments[index] ?? 0, what: 'register', version }));
  for (let left = random.between(0, 3); left > 0; left -= 1)
    actions.push({ at: at(), what: 'fault', service: 'azure', rule: azureFault(random, model) });
  for (let left = random.between(0, 3); left > 0; left -= 1)
    actions.push({ at: at(), what: 'fault', service: 'devops', rule: devopsFault(random) });
  for (let left = random.pick([0, 0, 1, 1, 2]); left > 0; left -= 1)
    actions.push({
      at: at(),
      what: 'kill',
      downFor: random.between(0, 300),
      clockOffset: wrongClock(random),
    });
  if (random.chance(0.3)) actions.push({ at: at(), what: 'clock', offset: wrongClock(random) });
  if (random.chance(0.15))
    actions.push({ at: at(), what: 'second watcher', clockOffset: wrongClock(random) });
  return {
    seed,
    baseline,
    versions,
    ...(random.chance(0.5) ? { events: new Map(versions.map((each) => [each, eventDelays(random)])) } : {}),
    clockOffset: wrongClock(random),
    actions: actions.sort((a, b) => a.at - b.at),
  };
}
