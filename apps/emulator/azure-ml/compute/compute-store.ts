// The computes of the workspace by name, and as ARM shows them.
import { ByName } from '../../kernel/by-name.ts';
import type { Kept } from '../kept.ts';
import { mlErrors, mlError } from '../ml-error.ts';
import { provider, workspaceId, type WorkspaceScope } from '../scope.ts';
import type { ComputeRequest } from './compute-schemas.ts';
import { defaultInstanceType, instanceTypesOf } from './kubernetes-rules.ts';

export type Compute = Kept<ComputeRequest>;

export class ComputeStore extends ByName<Compute> {
  readonly #scope: WorkspaceScope;

  constructor(scope: WorkspaceScope) {
    super();
    this.#scope = scope;
  }

  /** @throws ArmError 404 */
  get(name: string): Compute {
    const compute = this.find(name);
    if (!compute)
      throw mlErrors.notFound(
        `Compute with name '${name}' was not found in workspace ${this.#scope.workspace}.`,
      );
    return compute;
  }

  /**
   * The compute behind an ARM id that an endpoint or a deployment names.
   *
   * @throws ArmError 400 when it is not one of this workspace, or does not work
   */
  byId(id: string): Compute {
    const prefix = `${workspaceId(this.#scope)}/computes/`.toLowerCase();
    const plain = id.replace(/^azureml:(?=\/subscriptions\/)/, '');
    if (!plain.toLowerCase().startsWith(prefix))
      throw mlErrors.badRequest(`'${id}' is not the ARM id of a compute of this workspace.`);
    const compute = this.find(plain.slice(prefix.length));
    // The sentence and the code that the troubleshooting page lists.
    if (!compute)
      throw mlError({
        status: 400,
        message: `Cannot find compute '${plain.slice(prefix.length)}'.`,
        inner: ['BadArgument', 'ComputeNotFound'],
      });
    if (compute.provisioningState !== 'Succeeded')
      throw mlErrors.badRequest(`The compute '${compute.name}' is in state ${compute.provisioningState}.`);
    return compute;
  }
}

export function computeView(compute: Compute, scope: WorkspaceScope): Record<string, unknown> {
  const { name, request, systemData, provisioningState } = compute;
  const { properties } = request;
  const own =
    properties.computeType === 'Kubernetes'
      ? {
          extensionInstanceReleaseTrain: 'stable',
          defaultInstanceType,
          ...properties.properties,
          // Secrets go in and never come out.
          relayConnectionString: null,
          serviceBusConnectionString: null,
          instanceTypes: instanceTypesOf(properties.properties),
        }
      : {
          ...properties.properties,
          allocationState: 'Steady',
          currentNodeCount: 0,
          targetNodeCount: properties.properties.scaleSettings?.minNodeCount ?? 0,
        };
  return {
    id: `${workspaceId(scope)}/computes/${name}`,
    name,
    type: `${provider}/workspaces/computes`,
    location: scope.location,
    tags: request.tags ?? {},
    ...(request.identity ? { identity: request.identity } : {}),
    systemData,
    properties: {
      computeType: properties.computeType,
      computeLocation: properties.computeLocation ?? scope.location,
      description: properties.description ?? null,
      resourceId: properties.resourceId ?? null,
      disableLocalAuth: properties.disableLocalAuth ?? false,
      provisioningState,
      provisioningErrors: null,
      isAttachedCompute: properties.computeType === 'Kubernetes',
      createdOn: systemData.createdAt,
      modifiedOn: systemData.lastModifiedAt,
      properties: own,
    },
  };
}
