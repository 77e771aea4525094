// What pairs of requests have shown: one to the new version and one to the version now serving, as close together as can be.

/** One answered (or failed) request. */
export interface Sample {
  readonly ok: boolean;
  readonly milliseconds: number;
}

export interface Pair {
  readonly fresh: Sample;
  /** Absent where nothing serves yet, or not any more. */
  readonly serving?: Sample;
}

/** Everything a verdict needs; counts, so that a long watch costs no memory but for the latencies. */
export interface Samples {
  readonly fresh: SideSamples;
  readonly serving: SideSamples;
  /** Pairs in which both answered well. */
  readonly timed: number;
  /** Of these, those in which the new version took longer than the slowdown allows. */
  readonly slower: number;
  /** Pairs in which exactly one of the two failed. */
  readonly split: number;
  /** Of these, those in which it was the new one. */
  readonly splitAgainst: number;
  /** Good answers of the new version that missed the objective. */
  readonly late: number;
}

interface SideSamples {
  readonly count: number;
  readonly errors: number;
  /** Of the newest good answers, in milliseconds; for the words, not for the verdict. */
  readonly latencies: readonly number[];
}

/** Latencies that are kept of each side: enough for any quantile that is named. */
const kept = 1000;

const noSide: SideSamples = { count: 0, errors: 0, latencies: [] };

export const noSamples: Samples = {
  ...{ fresh: noSide, serving: noSide, timed: 0, slower: 0, split: 0, splitAgainst: 0, late: 0 },
};

const one = (is: boolean): number => (is ? 1 : 0);

const withSample = (side: SideSamples, sample: Sample | undefined): SideSamples =>
  sample === undefined
    ? side
    : {
        count: side.count + 1,
        errors: side.errors + one(!sample.ok),
        latencies: sample.ok ? [...side.latencies.slice(1 - kept), sample.milliseconds] : side.latencies,
      };

export interface PairLimits {
  readonly maximumSlowdown: number;
  readonly latencyObjectiveMs?: number;
}

/** The samples with one more pair. */
export function withPair(samples: Samples, { fresh, serving }: Pair, limits: PairLimits): Samples {
  const both = fresh.ok && serving?.ok === true;
  const isSplit = serving !== undefined && fresh.ok !== serving.ok;
  const objective = limits.latencyObjectiveMs ?? Infinity;
  return {
    fresh: withSample(samples.fresh, fresh),
    serving: withSample(samples.serving, serving),
    timed: samples.timed + one(both),
    slower: samples.slower + one(both && fresh.milliseconds > serving.milliseconds * limits.maximumSlowdown),
    split: samples.split + one(isSplit),
    splitAgainst: samples.splitAgainst + one(isSplit && !fresh.ok),
    late: samples.late + one(fresh.ok && fresh.milliseconds > objective),
  };
}

/** The value that `part` of the numbers do not exceed; 0 for none. */
export function quantile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(part * sorted.length) - 1)] ?? 0;
}
