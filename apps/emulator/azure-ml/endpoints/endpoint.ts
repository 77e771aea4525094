// What online and batch endpoints have in common: they hold deployments, and have a name in their workspace.
import { ByName } from '../../kernel/by-name.ts';
import type { Kept } from '../kept.ts';
import { mlErrors } from '../ml-error.ts';
import type { WorkspaceScope } from '../scope.ts';
import type { EndpointPatch, Identity } from './endpoint-schemas.ts';

export type EndpointWith<Request, Deployment> = Kept<Request> & {
  readonly deployments: Map<string, Deployment>;
};

export class EndpointStore<E extends { readonly name: string }> extends ByName<E> {
  readonly #kind: string;

  /** @param kind as messages begin with it, e.g. Online */
  constructor(kind: string) {
    super();
    this.#kind = kind;
  }

  /** @throws ArmError 404 */
  endpoint(name: string, workspace: string): E {
    const endpoint = this.find(name);
    if (!endpoint)
      throw mlErrors.notFound(`${this.#kind} endpoint ${name} not found in workspace ${workspace}`);
    return endpoint;
  }
}

/** The identity as ARM shows it: the workspace's own stands in for that of the system. */
export function shownIdentity(
  identity: Identity | undefined,
  { workspaceId, tenantId }: WorkspaceScope,
): Record<string, unknown> {
  const system = identity?.type.includes('SystemAssigned') ? { principalId: workspaceId, tenantId } : {};
  return { ...identity, ...system };
}

/** The request with the tags and the identity of a PATCH, which changes nothing else of an endpoint. */
export function patched<Request extends object>(
  request: Request,
  { tags, identity }: EndpointPatch,
): Request {
  return {
    ...request,
    ...(tags === undefined ? {} : { tags }),
    ...(identity === undefined ? {} : { identity }),
  };
}
