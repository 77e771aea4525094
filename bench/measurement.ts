// One figure of a benchmark, as `npm run bench` prints it.

export interface Measurement {
  readonly name: string;
  readonly value: number;
  readonly unit: 'ms' | 'bytes' | 'calls' | '% of a core';
  /** The peer's own figure, in the same unit. */
  readonly peer?: number;
  /** value / peer: below 1 is better than the peer. */
  readonly ratio?: number;
}

/** Names a benchmark and makes its figures one by one, so that each is printed when it is known. */
export type Benchmark = () => AsyncIterable<Measurement>;

/** The middle of an odd number of values; the upper middle otherwise. NaN when there are none. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** Rounded for print: a tenth of a millisecond, a whole byte. */
export const rounded = (value: number, unit: Measurement['unit']): number =>
  unit === 'ms' ? Math.round(value * 10) / 10 : Math.round(value);

/** A figure beside its peer's. */
export const besidePeer = (
  name: string,
  value: number,
  unit: Measurement['unit'],
  peer: number,
): Measurement => ({
  name,
  value: rounded(value, unit),
  unit,
  peer: rounded(peer, unit),
  ratio: Math.round((value / peer) * 100) / 100,
});
