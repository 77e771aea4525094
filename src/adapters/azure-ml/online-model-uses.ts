// The models of a workspace's online endpoints, managed and on Kubernetes.
import * as z from 'zod';
import { given } from '../../core/given.ts';
import { deployedModel, type ModelUse } from '../../core/lineage/model-use.ts';
import type { ModelUses } from '../../ports/model-uses.ts';
import type { ArmClient } from './arm/client.ts';
import { deploymentsPath, onlineDeployment } from './deployment-resource.ts';
import { endpointsPath } from './endpoint-resource.ts';
import { listNested } from './arm/list-nested.ts';

const kind = 'onlineEndpoints';

/** Without the parameter the service lists the managed ones only. */
const computeTypes = ['Managed', 'Kubernetes'] as const;

const endpointShape = z.object({
  name: z.string(),
  properties: z.object({ traffic: z.record(z.string(), z.number()).nullish() }),
});

type Endpoint = z.infer<typeof endpointShape>;

function useOf({ name: service, properties }: Endpoint, found: z.infer<typeof onlineDeployment>): ModelUse {
  const { provisioningState: state, model } = found.properties;
  const deployed = deployedModel(model ?? '');
  return {
    kind: 'online endpoint',
    ...{ service, deployment: found.name, state, tags: found.tags ?? {} },
    models: deployed === undefined ? [] : [deployed],
    ...given({ share: properties.traffic?.[found.name] ?? 0 }),
  };
}

export function createOnlineModelUses(arm: ArmClient): ModelUses {
  return {
    what: 'online endpoints',
    async list(workspace) {
      const endpoints: Endpoint[] = [];
      for (const computeType of computeTypes)
        for await (const endpoint of arm.list(endpointsPath(kind, workspace), endpointShape, { computeType }))
          endpoints.push(endpoint);
      return listNested(endpoints, async function* (endpoint): AsyncIterable<ModelUse> {
        const path = deploymentsPath(kind, workspace, endpoint.name);
        for await (const found of arm.list(path, onlineDeployment)) yield useOf(endpoint, found);
      });
    },
  };
}
