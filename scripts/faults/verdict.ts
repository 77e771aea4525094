// What of the guarantee the releases of one target keep, and what not. Pure.

export interface Verdict {
  readonly lost: readonly string[];
  /** Released a second time, or without need: what was there when the watch began. */
  readonly doubled: readonly string[];
  /** Released after a version that was registered later. */
  readonly outOfOrder: readonly string[];
}

export interface Evidence {
  readonly mode: 'every' | 'latest';
  /** Registered after the watch began, in order. */
  readonly versions: readonly string[];
  /** The version of each release, in the order in which they were made. */
  readonly released: readonly string[];
}

export function judge({ mode, versions, released }: Evidence): Verdict {
  const wanted = mode === 'every' ? versions : versions.slice(-1);
  const position = (version: string): number => versions.indexOf(version);
  return {
    lost: wanted.filter((version) => !released.includes(version)),
    doubled: released.filter((version, index) => released.indexOf(version) < index || position(version) < 0),
    outOfOrder: released.filter((version, index) =>
      released.slice(0, index).some((earlier) => position(earlier) > position(version)),
    ),
  };
}

export function isGood({ lost, doubled, outOfOrder }: Verdict): boolean {
  return lost.length + doubled.length + outOfOrder.length === 0;
}
