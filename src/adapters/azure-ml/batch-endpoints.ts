// Batch endpoints and their deployments in Azure Resource Manager.
import * as z from 'zod';
import type { BatchEndpointState } from '../../core/batch/batch-state.ts';
import { given } from '../../core/given.ts';
import { withLineage } from '../../core/lineage/lineage-tags.ts';
import type { BatchDeployments, BatchEndpoints } from '../../ports/batch-endpoints.ts';
import type { ArmClient } from './arm/client.ts';
import { batchDeployment, createDeploymentResource } from './deployment-resource.ts';
import { createEndpointResource, endpointFields, endpointProperties } from './endpoint-resource.ts';

const endpointShape = z.looseObject({
  ...endpointFields,
  properties: z.looseObject({
    ...endpointProperties,
    defaults: z.object({ deploymentName: z.string().nullish() }).nullish(),
  }),
});

function stateOf({ name, tags, properties }: z.infer<typeof endpointShape>): BatchEndpointState {
  const { authMode, provisioningState, scoringUri, swaggerUri, defaults } = properties;
  return {
    ...{ name, authMode, provisioningState, traffic: {} },
    ...given({ tags, scoringUri, swaggerUri, defaultDeployment: defaults?.deploymentName }),
  };
}

export function createBatchEndpoints(arm: ArmClient): BatchEndpoints {
  const endpoints = createEndpointResource(arm, {
    ...{ kind: 'batchEndpoints', shape: endpointShape, stateOf },
    // Empty when it is read.
    alsoReadOnly: ['kind'],
  });
  return {
    ...endpoints,
    async setDefault(workspace, name, deploymentName, lineage = {}) {
      const now = await endpoints.read(workspace, name);
      const tags = withLineage(now.tags ?? {}, lineage);
      await endpoints.replace(workspace, name, now, { tags, properties: { defaults: { deploymentName } } });
    },
  };
}

export const createBatchDeployments = (arm: ArmClient): BatchDeployments =>
  createDeploymentResource(arm, {
    kind: 'batchEndpoints',
    shape: batchDeployment,
    stateOf: ({ name, tags, properties: { provisioningState } }) => ({
      ...{ name, tags: tags ?? {}, provisioningState },
    }),
  });
