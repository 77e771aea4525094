// Environment versions in Azure Resource Manager.
import * as z from 'zod';
import { isExtensionError } from '../../core/errors/extension-error.ts';
import { workspacePath } from '../../core/workspace.ts';
import type { Environments, RegisteredEnvironment } from '../../ports/deployment-assets.ts';
import type { ArmClient } from './arm/client.ts';

const shape = z.object({
  id: z.string(),
  name: z.string(),
  properties: z.object({ image: z.string().nullish(), condaFile: z.string().nullish() }).nullish(),
});

const registered = ({ id, properties }: z.infer<typeof shape>): RegisteredEnvironment => ({
  id,
  ...(properties?.image && { image: properties.image }),
  ...(properties?.condaFile && { condaFile: properties.condaFile }),
});

export function createEnvironments(arm: ArmClient): Environments {
  return {
    async exists(workspace, name, version) {
      const path = `${workspacePath(workspace)}/environments/${name}/versions/${version}`;
      return (await arm.get(path, shape)) !== undefined;
    },

    async find(workspace, name, version) {
      const versions = `${workspacePath(workspace)}/environments/${name}/versions`;
      if (version !== 'latest') {
        const found = await arm.get(`${versions}/${version}`, shape);
        return found && registered(found);
      }
      try {
        for await (const newest of arm.list(versions, shape, { $orderBy: 'createdtime desc', $top: 1 }))
          return registered(newest);
      } catch (error) {
        if (!isExtensionError(error) || error.code !== 'AzureResourceNotFound') throw error;
      }
      return undefined;
    },

    async create(workspace, { name, version, body }) {
      await arm.put(`${workspacePath(workspace)}/environments/${name}/versions/${version}`, body, shape);
    },
  };
}
