// A cluster that is there, works and fits: known before anything is called to change something.
import { fail } from '../../core/errors/catalogue.ts';
import { keyNotSupported } from '../../core/config/origin.ts';
import type { PlanInput } from '../../core/plan/plan.ts';
import type { Computes, ComputeState } from '../../ports/computes.ts';

async function findCompute(
  computes: Computes,
  { workspace, deployment }: PlanInput,
): Promise<ComputeState | undefined> {
  const name = deployment.settings.computeTargetName;
  // The plan says what is missing.
  if (name === undefined) return undefined;
  const found = await computes.get(workspace, name);
  if (found === undefined) {
    const there = await computes.names(workspace);
    throw fail('ComputeNotFound', { compute: name, workspace: workspace.name, there: there.join(', ') });
  }
  const { provisioningState: state } = found;
  if (state !== 'Succeeded')
    throw fail('ComputeUnsuitable', { compute: name, problem: `it is in state ${state}` });
  return found;
}

function requireInstanceType({ name, instanceTypes }: ComputeState, wanted: string | undefined): void {
  // A cluster that tells of none is asked by the service.
  if (wanted === undefined || instanceTypes === undefined || instanceTypes.includes(wanted)) return;
  const there = instanceTypes.toSorted().join(', ');
  throw fail('InstanceTypeNotFound', { instanceType: wanted, compute: name, there });
}

/**
 * The attached cluster of a Kubernetes deployment.
 *
 * @throws ComputeNotFound, ComputeUnsuitable, InstanceTypeNotFound, ConfigurationNotSupported for another namespace
 */
export async function requireKubernetes(computes: Computes, input: PlanInput): Promise<void> {
  const compute = await findCompute(computes, input);
  if (compute === undefined) return;
  const { name, type, namespace } = compute;
  if (type !== 'Kubernetes')
    throw fail('ComputeUnsuitable', {
      compute: name,
      problem: `it is of the type '${type}', not Kubernetes`,
    });
  const { settings, origin } = input.deployment;
  requireInstanceType(compute, settings.instanceType);
  if (settings.namespace !== undefined && namespace !== undefined && settings.namespace !== namespace)
    throw keyNotSupported(origin, 'namespace', {
      reason: `compute '${name}' runs its containers in namespace '${namespace}', and a deployment can not choose another`,
      instead: `Leave namespace away, or attach the cluster once more for '${settings.namespace}' and name that compute.`,
    });
}

/**
 * The cluster of a batch deployment.
 *
 * @throws ComputeNotFound, ComputeUnsuitable, InstanceTypeNotFound
 */
export async function requireCluster(computes: Computes, input: PlanInput): Promise<void> {
  const compute = await findCompute(computes, input);
  if (compute === undefined) return;
  const { name, type, maxNodes } = compute;
  if (type !== 'AmlCompute' && type !== 'Kubernetes')
    throw fail('ComputeUnsuitable', { compute: name, problem: `jobs can not run on the type '${type}'` });
  const { settings } = input.deployment;
  if (type === 'Kubernetes') requireInstanceType(compute, settings.instanceType);
  const nodes = settings.numReplicas ?? settings.instanceCount ?? 1;
  if (maxNodes !== undefined && nodes > maxNodes)
    throw fail('ComputeUnsuitable', {
      compute: name,
      problem: `the deployment asks for ${nodes} nodes and the cluster has at most ${maxNodes}`,
    });
}
