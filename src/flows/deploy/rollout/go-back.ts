// Takes the traffic back to where it was before the roll-out.
import { describeTraffic } from '../../../core/deploy/traffic.ts';
import { isExtensionError } from '../../../core/errors/extension-error.ts';
import { explainingLines, showLogs } from '../steps/show-logs.ts';
import { reroute } from './reroute.ts';
import type { RolloutContext, RolloutPorts } from './rollout-context.ts';

/** A deployment that resists must not hide why it had to go. */
async function removed(
  { deployments, log }: RolloutPorts,
  { workspace, endpoint, deployment }: RolloutContext,
): Promise<string> {
  try {
    await deployments.delete({ workspace, endpoint, deployment });
    return 'is deleted, as removeBad says';
  } catch (error) {
    if (!isExtensionError(error)) throw error;
    log.warning(`'${deployment}' could not be deleted: ${error.message}`);
    return 'could not be deleted';
  }
}

/**
 * Moves the traffic first, and deletes the bad deployment only then, if that is wanted.
 *
 * @returns what became of the deployment, in words
 */
export async function goBack(ports: RolloutPorts, context: RolloutContext, reason: string): Promise<string> {
  const { before, settings } = context;
  const { removeBad } = settings;
  const began = ports.clock.now().getTime();
  ports.log.warning(`Going back to ${describeTraffic(before)}, because ${reason}.`);
  await reroute(ports, context, { traffic: before, mirror: {}, isLast: !removeBad });
  const seconds = (ports.clock.now().getTime() - began) / 1000;
  ports.log.info(`The traffic is with ${describeTraffic(before)} again after ${seconds.toFixed(1)} s.`);
  const { workspace, endpoint, deployment } = context;
  const read = () => ports.deployments.logs({ workspace, endpoint, deployment }, explainingLines);
  await showLogs(ports.log, deployment, read);
  if (!removeBad) return 'is kept for diagnosis';
  // What is remembered stays until the run has left the endpoint: interrupted here, the next one finds what is left to do.
  return removed(ports, context);
}
