// The service that a command is about.
import { fail } from '../../core/errors/catalogue.ts';
import type { DeployTarget, ServiceRef, ServiceState } from '../deploy/deploy-target.ts';

/** @throws ServiceNotFound, DeploymentNotFound */
export async function requireService(
  target: Pick<DeployTarget, 'service'>,
  ref: ServiceRef,
): Promise<ServiceState> {
  const { service, deployment, workspace } = ref;
  const found = await target.service(ref);
  if (found === undefined) throw fail('ServiceNotFound', { service, workspace: workspace.name });
  const names = found.deployments.map(({ name }) => name);
  if (deployment !== undefined && !names.includes(deployment))
    throw fail('DeploymentNotFound', { service, deployment, known: names.join(', ') || 'none' });
  return found;
}
