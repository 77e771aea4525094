// Computes in Azure Resource Manager.
import * as z from 'zod';
import { given } from '../../core/given.ts';
import { workspacePath } from '../../core/workspace.ts';
import type { Computes } from '../../ports/computes.ts';
import type { ArmClient } from './arm/client.ts';

const computeShape = z.object({
  name: z.string(),
  properties: z.object({
    computeType: z.string(),
    provisioningState: z.string().default('Succeeded'),
    properties: z
      .looseObject({
        namespace: z.string().nullish(),
        instanceTypes: z.record(z.string(), z.unknown()).nullish(),
        scaleSettings: z.object({ maxNodeCount: z.number().nullish() }).nullish(),
      })
      .nullish(),
  }),
});

export function createComputes(arm: ArmClient): Computes {
  return {
    async get(workspace, name) {
      const path = `${workspacePath(workspace)}/computes/${encodeURIComponent(name)}`;
      const found = await arm.get(path, computeShape);
      if (found === undefined) return undefined;
      const { computeType: type, provisioningState, properties: own } = found.properties;
      return {
        ...{ name: found.name, type, provisioningState },
        ...given({
          namespace: own?.namespace,
          instanceTypes: own?.instanceTypes && Object.keys(own.instanceTypes),
          maxNodes: own?.scaleSettings?.maxNodeCount,
        }),
      };
    },

    async names(workspace) {
      const names: string[] = [];
      for await (const { name } of arm.list(`${workspacePath(workspace)}/computes`, computeShape))
        names.push(name);
      return names;
    },
  };
}
