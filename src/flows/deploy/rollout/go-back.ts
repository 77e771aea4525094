// Takes the traffic back to where it was before the roll-out.
import { describeTraffic, sameTraffic } from '../../../core/deploy/traffic.ts';
import { sumOf } from '../../../core/rollout/split.ts';
import { reroute } from './reroute.ts';
import type { RolloutContext, RolloutPorts } from './rollout-context.ts';

/**
 * Moves the traffic first, and deletes the bad deployment only then, if that is wanted.
 *
 * @returns what became of the deployment, in words
 */
export async function goBack(ports: RolloutPorts, context: RolloutContext, reason: string): Promise<string> {
  const { before, settings, deployment, workspace, endpoint } = context;
  const { removeBad } = settings;
  const began = ports.clock.now().getTime();
  ports.log.warning(`Going back to ${describeTraffic(before)}, because ${reason}.`);
  await reroute(ports, context, { traffic: before, mirror: {}, isLast: !removeBad });
  const seconds = (ports.clock.now().getTime() - began) / 1000;
  ports.log.info(`The traffic is with ${describeTraffic(before)} again after ${seconds.toFixed(1)} s.`);
  if (!removeBad) return 'is kept for diagnosis';
  await ports.deployments.delete({ workspace, endpoint, deployment });
  await reroute(ports, context, { isLast: true });
  return 'is deleted, as removeBad says';
}

/** A roll-out that ends in an error leaves no mixture behind, as far as the service still answers. */
export async function leaveCleanly(
  ports: RolloutPorts,
  context: RolloutContext,
  reason: string,
): Promise<void> {
  const now = await ports.endpoints.get(context.workspace, context.endpoint);
  if (now === undefined || sumOf(context.before) !== 100) return;
  if (sameTraffic(now.traffic, context.before) && sumOf(now.mirrorTraffic ?? {}) === 0) return;
  await reroute(ports, context, { traffic: context.before, mirror: {}, isLast: true });
  ports.log.warning(`The traffic is with ${describeTraffic(context.before)} again, because ${reason}`);
}
