// The storm breaker: too many new versions at once are more likely a mistake than good news. Pure.
import type { WatchOrders } from '../src/core/watch/orders.ts';
import type { Watch } from '../src/core/watch/watch.ts';
import type { VersionDecision } from './decide.ts';

/**
 * Why the watch has to be held, if it has to. What does not pass the watch's rules does not count, and in mode
 * `latest` what is passed over does: it is as unusual.
 */
export function findStorm(
  { stormLimit }: Pick<Watch, 'stormLimit'>,
  decisions: readonly VersionDecision[],
  { fastForward }: WatchOrders,
): string | undefined {
  const passed = fastForward === undefined ? Number.NEGATIVE_INFINITY : Date.parse(fastForward.to);
  const count = decisions.filter(
    ({ action, version }) =>
      (action === 'fire' || action === 'pass-over') && Date.parse(version.createdAt) > passed,
  ).length;
  if (stormLimit === undefined || count <= stormLimit) return undefined;
  return `${count} new versions at once are more than its storm limit of ${stormLimit}`;
}
