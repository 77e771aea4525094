// A cluster that is there, works and fits: known before anything is called to change something.
import { fail } from '../../core/errors/catalogue.ts';
import { keyNotSupported } from '../../core/config/origin.ts';
import type { DeploymentConfig } from '../../core/config/deployment-config.ts';
import { given } from '../../core/given.ts';
import type { PlanInput } from '../../core/plan/plan.ts';
import type { Workspace } from '../../core/workspace.ts';
import type { Computes, ComputeState } from '../../ports/computes.ts';

/** What a deployment asks of its cluster. */
export interface ComputeQuestion {
  readonly workspace: Workspace;
  /** Absent where nothing names it: then the plan says what is missing. */
  readonly name?: string;
  readonly instanceType?: string;
  /** Of a batch deployment. */
  readonly nodes?: number;
}

async function findCompute(
  computes: Computes,
  { workspace, name }: ComputeQuestion,
): Promise<ComputeState | undefined> {
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
 * @throws ComputeNotFound, ComputeUnsuitable, InstanceTypeNotFound
 */
export async function requireKubernetes(
  computes: Computes,
  question: ComputeQuestion,
): Promise<ComputeState | undefined> {
  const compute = await findCompute(computes, question);
  if (compute === undefined) return undefined;
  const { name, type } = compute;
  if (type !== 'Kubernetes')
    throw fail('ComputeUnsuitable', {
      compute: name,
      problem: `it is of the type '${type}', not Kubernetes`,
    });
  requireInstanceType(compute, question.instanceType);
  return compute;
}

/**
 * The cluster of a batch deployment.
 *
 * @throws ComputeNotFound, ComputeUnsuitable, InstanceTypeNotFound
 */
export async function requireCluster(computes: Computes, question: ComputeQuestion): Promise<void> {
  const compute = await findCompute(computes, question);
  if (compute === undefined) return;
  const { name, type, maxNodes } = compute;
  if (type !== 'AmlCompute' && type !== 'Kubernetes')
    throw fail('ComputeUnsuitable', { compute: name, problem: `jobs can not run on the type '${type}'` });
  if (type === 'Kubernetes') requireInstanceType(compute, question.instanceType);
  const { nodes = 1 } = question;
  if (maxNodes !== undefined && nodes > maxNodes)
    throw fail('ComputeUnsuitable', {
      compute: name,
      problem: `the deployment asks for ${nodes} nodes and the cluster has at most ${maxNodes}`,
    });
}

/** What v1's deployment config asks of the cluster that it names. */
export function questionOf({ workspace, deployment: { settings } }: PlanInput): ComputeQuestion {
  const { computeTargetName: name, instanceType, numReplicas, instanceCount } = settings;
  return { workspace, ...given({ name, instanceType, nodes: numReplicas ?? instanceCount }) };
}

/** @throws ConfigurationNotSupported for another namespace than the cluster's */
export function requireNamespace(
  { settings, origin }: DeploymentConfig,
  compute: ComputeState | undefined,
): void {
  const { name, namespace } = compute ?? {};
  if (settings.namespace === undefined || namespace === undefined || settings.namespace === namespace) return;
  throw keyNotSupported(origin, 'namespace', {
    reason: `compute '${name ?? ''}' runs its containers in namespace '${namespace}', and a deployment can not choose another`,
    instead: `Leave namespace away, or attach the cluster once more for '${settings.namespace}' and name that compute.`,
  });
}
