// Registered models, read through the official management package.
import { compareByCreation, latestVersion, type ModelVersion } from '../../core/model-version.ts';
import type { Workspace } from '../../core/workspace.ts';
import type { ModelRegistry } from '../../ports/model-registry.ts';
import type { ArmClientOptions } from './arm-options.ts';
import { createManagementClient } from './management-client.ts';
import { answerOrAbsent } from './management-failure.ts';
import { modelSummary, modelVersion } from './model-shapes.ts';
import { allPages, firstPage } from './pages.ts';
import { check } from './read.ts';
import { fail } from '../../core/errors/catalogue.ts';

/** Two, though one is wanted: the second shows whether the service honoured the order. */
const newestFirst = { orderBy: 'createdtime desc', top: 2 };

/** Makes the registry; it opens no connection before the first call. */
export function createModelRegistry(options: ArmClientOptions): ModelRegistry {
  const client = createManagementClient(options);
  const nameOf = ({ name }: Workspace, model: string) => `workspaces/${name}/models/${model}`;

  const readVersions = (workspace: Workspace, model: string, items: readonly unknown[]) =>
    items.map((item) => check(`${nameOf(workspace, model)}/versions`, item, modelVersion(model)));

  const listAll = async (workspace: Workspace, model: string): Promise<ModelVersion[] | undefined> => {
    const { resourceGroup, name } = workspace;
    const items = await answerOrAbsent(workspace, nameOf(workspace, model), () =>
      allPages(() => client.modelVersions.list(resourceGroup, name, model)),
    );
    return items && readVersions(workspace, model, items).toSorted(compareByCreation).toReversed();
  };

  return {
    async listModels(workspace) {
      const { resourceGroup, name } = workspace;
      const resource = `workspaces/${name}/models`;
      const items = await answerOrAbsent(workspace, resource, () =>
        allPages(() => client.modelContainers.list(resourceGroup, name)),
      );
      if (items === undefined) throw fail('WorkspaceNotFound', { workspace: name, resourceGroup });
      return items.map((item) => check(resource, item, modelSummary));
    },

    async listVersions(workspace, model) {
      const versions = await listAll(workspace, model);
      if (versions === undefined) throw fail('ModelNotFound', { model, workspace: workspace.name });
      return versions;
    },

    async latestVersion(workspace, model) {
      const { resourceGroup, name } = workspace;
      const items = await answerOrAbsent(workspace, nameOf(workspace, model), () =>
        firstPage(client.modelVersions.list(resourceGroup, name, model, newestFirst)),
      );
      if (items === undefined) return undefined;
      const found = readVersions(workspace, model, items);
      const trusted = isNewestFirst(found) ? found : await listAll(workspace, model);
      return latestVersion(trusted ?? []);
    },

    async getVersion(workspace, model, version) {
      const { resourceGroup, name } = workspace;
      const resource = `${nameOf(workspace, model)}/versions/${version}`;
      const item = await answerOrAbsent(workspace, resource, () =>
        client.modelVersions.get(resourceGroup, name, model, version),
      );
      return item && check(resource, item, modelVersion(model));
    },
  };
}

const isNewestFirst = (versions: readonly ModelVersion[]): boolean =>
  versions.every((version, index) => {
    const before = versions[index - 1];
    return before === undefined || Date.parse(before.createdAt) >= Date.parse(version.createdAt);
  });
