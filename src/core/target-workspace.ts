// Which workspace a task works in: named by its inputs, or by a connection that is scoped to one.
import { fail } from './errors/catalogue.ts';
import type { ServiceConnection } from './service-connection.ts';
import type { Workspace } from './workspace.ts';

/**
 * Inputs win over the connection's own scope.
 *
 * @throws InputMissing when neither names the resource group or the workspace
 */
export function targetWorkspace(
  connection: Pick<ServiceConnection, 'subscriptionId' | 'resourceGroup' | 'workspace'>,
  inputs: { readonly resourceGroup: string | undefined; readonly workspace: string | undefined },
): Workspace {
  const resourceGroup = inputs.resourceGroup ?? connection.resourceGroup;
  if (resourceGroup === undefined) throw fail('InputMissing', { input: 'resourceGroup' });
  const name = inputs.workspace ?? connection.workspace;
  if (name === undefined) throw fail('InputMissing', { input: 'workspace' });
  return { subscriptionId: connection.subscriptionId, resourceGroup, name };
}
