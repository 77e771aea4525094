// The workspace of the stack, and a second one beside it where it is wanted.
import { randomUUID } from 'node:crypto';
import type { Operation } from './arm/operation.ts';
import { type AzureMl, type AzureMlOptions, createAzureMl } from './azure-ml/azure-ml.ts';
import { twoWorkspaces } from './azure-ml/two-workspaces.ts';
import type { WorkspaceScope } from './azure-ml/scope.ts';
import type { Teardown } from './kernel/teardown.ts';
import { without } from './kernel/without.ts';

export interface WorkspacesOptions extends AzureMlOptions {
  /** Name of the second one; its models raise no events, and it has no Application Insights. */
  readonly secondWorkspace: string | undefined;
  readonly createContainer: (name: string) => Promise<void>;
  readonly teardown: Teardown;
}

export interface Workspaces extends Pick<AzureMl, 'endpoints'> {
  readonly operations: readonly Operation[];
}

export async function createWorkspaces(options: WorkspacesOptions): Promise<Workspaces> {
  const { secondWorkspace, createContainer, teardown, ...mlOptions } = options;
  const shared: WorkspaceScope = without(options.scope, 'applicationInsights');
  const ml = createAzureMl(mlOptions);
  teardown.add('azure-ml', () => ml.close());
  const scope =
    secondWorkspace === undefined
      ? undefined
      : { ...shared, workspace: secondWorkspace, workspaceId: randomUUID() };
  const { registryModels } = ml;
  const second =
    scope && createAzureMl({ ...mlOptions, scope, registryModels, modelRegistered: () => undefined });
  if (second) teardown.add('second azure-ml', () => second.close());
  // Some names are the same in every workspace: here they share the container as they share the account.
  for (const container of new Set([...ml.containers, ...(second?.containers ?? [])]))
    await createContainer(container);
  return {
    endpoints: ml.endpoints,
    operations:
      scope && second
        ? twoWorkspaces(ml.operations, { scope, operations: second.operations })
        : ml.operations,
  };
}
