// Workspaces and registries, found in Azure Resource Manager.
import * as z from 'zod';
import { sourceNotFound, type Registry } from '../../core/model/source.ts';
import { workspacePath } from '../../core/workspace.ts';
import type { ModelSources } from '../../ports/model-sources.ts';
import type { ArmClient } from './arm/client.ts';
import { sourceInPath } from './arm/resource.ts';

const registryShape = z.object({ id: z.string(), name: z.string() });
const workspaceShape = z.object({ properties: z.object({ workspaceId: z.string() }) });

export function createModelSources(arm: ArmClient): ModelSources {
  return {
    async registry(subscriptionId, name): Promise<Registry | undefined> {
      const path = `/subscriptions/${encodeURIComponent(subscriptionId)}/providers/Microsoft.MachineLearningServices/registries`;
      for await (const found of arm.list(path, registryShape)) {
        if (found.name.toLowerCase() !== name.toLowerCase()) continue;
        const resourceGroup = sourceInPath(found.id)?.resourceGroup;
        if (resourceGroup !== undefined)
          return { kind: 'registry', subscriptionId, resourceGroup, name: found.name };
      }
      return undefined;
    },

    async workspaceId(workspace) {
      const found = await arm.get(workspacePath(workspace), workspaceShape);
      if (found === undefined) throw sourceNotFound(workspace);
      return found.properties.workspaceId;
    },
  };
}
