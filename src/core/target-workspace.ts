// Which workspace or registry a task works in: named by its inputs, or by a connection that is scoped to a workspace.
import { fail } from './errors/catalogue.ts';
import type { ServiceConnection } from './service-connection.ts';
import type { ModelSource } from './model/source.ts';
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

/**
 * The registry if the inputs name one, else the workspace. A registry's resource group may come from the connection too.
 *
 * @throws InputMissing as `targetWorkspace` does
 */
export function targetSource(
  connection: Parameters<typeof targetWorkspace>[0],
  inputs: Parameters<typeof targetWorkspace>[1] & { readonly registry: string | undefined },
): ModelSource {
  const { registry, resourceGroup } = inputs;
  if (registry === undefined) return targetWorkspace(connection, inputs);
  return { kind: 'registry', ...targetWorkspace(connection, { resourceGroup, workspace: registry }) };
}
