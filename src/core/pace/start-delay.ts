// When each of many sources is checked first, so that they do not all begin, and go on, at the same moment.

/** The least time between two first checks, in milliseconds: ten sources a second, a hundred within ten seconds. */
const spacing = 100;

/**
 * @param index of the source among those that begin together; the first begins at once
 * @param random in [0, 1)
 * @returns milliseconds, below one interval
 */
export function startDelay(index: number, count: number, interval: number, random: number): number {
  if (index === 0) return 0;
  const slot = Math.min(spacing, interval / count);
  return Math.round((index + random) * slot);
}
