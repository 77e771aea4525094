// The models of a workspace's batch endpoints.
import * as z from 'zod';
import { deployedModel, type ModelUse } from '../../core/lineage/model-use.ts';
import { workspacePath } from '../../core/workspace.ts';
import type { ModelUses } from '../../ports/model-uses.ts';
import type { ArmClient } from './arm-client.ts';
import { listNested } from './list-nested.ts';

const endpointShape = z.object({ name: z.string() });

const deploymentShape = z.object({
  name: z.string(),
  tags: z.record(z.string(), z.string()).nullish(),
  properties: z.object({
    provisioningState: z.string().default('Succeeded'),
    model: z.object({ assetId: z.string().nullish() }).nullish(),
  }),
});

export const createBatchModelUses = (arm: ArmClient): ModelUses => ({
  what: 'batch endpoints',
  async list(workspace) {
    const base = `${workspacePath(workspace)}/batchEndpoints`;
    const endpoints: z.infer<typeof endpointShape>[] = [];
    for await (const endpoint of arm.list(base, endpointShape)) endpoints.push(endpoint);
    return listNested(endpoints, async function* ({ name: service }): AsyncIterable<ModelUse> {
      const path = `${base}/${encodeURIComponent(service)}/deployments`;
      for await (const { name: deployment, tags, properties } of arm.list(path, deploymentShape)) {
        const model = deployedModel(properties.model?.assetId ?? '');
        yield {
          ...{ kind: 'batch endpoint', service, deployment, tags: tags ?? {} },
          state: properties.provisioningState,
          models: model === undefined ? [] : [model],
        };
      }
    });
  },
});
