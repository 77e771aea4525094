// Reads an endpoint that an earlier step made sure of.
import type { EndpointState } from '../../core/deploy/online-state.ts';
import { fail } from '../../core/errors/catalogue.ts';
import type { Workspace } from '../../core/workspace.ts';
import type { OnlineEndpoints } from '../../ports/online-endpoints.ts';

/** @throws AzureConflict when somebody deleted it in the meantime */
export async function requireEndpoint(
  endpoints: OnlineEndpoints,
  workspace: Workspace,
  name: string,
): Promise<EndpointState> {
  const endpoint = await endpoints.get(workspace, name);
  if (endpoint) return endpoint;
  throw fail('AzureConflict', {
    resource: `onlineEndpoints/${name}`,
    reason: 'somebody deleted it during the deployment',
  });
}
