// The models of a workspace's batch endpoints.
import * as z from 'zod';
import { deployedModel, type ModelUse } from '../../core/lineage/model-use.ts';
import type { ModelUses } from '../../ports/model-uses.ts';
import type { ArmClient } from './arm/client.ts';
import { batchDeployment, deploymentsPath } from './deployment-resource.ts';
import { endpointsPath } from './endpoint-resource.ts';
import { listNested } from './arm/list-nested.ts';

const kind = 'batchEndpoints';

const endpointShape = z.object({ name: z.string() });

export const createBatchModelUses = (arm: ArmClient): ModelUses => ({
  what: 'batch endpoints',
  async list(workspace) {
    const endpoints: z.infer<typeof endpointShape>[] = [];
    for await (const endpoint of arm.list(endpointsPath(kind, workspace), endpointShape))
      endpoints.push(endpoint);
    return listNested(endpoints, async function* ({ name: service }): AsyncIterable<ModelUse> {
      const path = deploymentsPath(kind, workspace, service);
      for await (const { name: deployment, tags, properties } of arm.list(path, batchDeployment)) {
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
