// How often the sources are checked, from watch.yml and the command line.
import type { CheckRule } from '../../src/core/pace/next-check.ts';
import type { WatchConfiguration } from './configuration.ts';

/** An hour of quiet while events arrive costs six checks at the default interval; in milliseconds. */
const stretch = { factor: 10, longest: 15 * 60_000 };

/** @param override the interval of the command line, in seconds */
export function checkRule(
  {
    intervalSeconds,
    intervalWithEventsSeconds,
  }: Pick<WatchConfiguration, 'intervalSeconds' | 'intervalWithEventsSeconds'>,
  override?: number,
): CheckRule {
  const interval = (override ?? intervalSeconds) * 1000;
  const stretched = Math.max(interval, Math.min(interval * stretch.factor, stretch.longest));
  return {
    interval,
    intervalWithEvents:
      intervalWithEventsSeconds === undefined ? stretched : intervalWithEventsSeconds * 1000,
  };
}
