// Batch endpoints and their deployments in Azure Resource Manager.
import * as z from 'zod';
import type { BatchEndpointState } from '../../core/batch/batch-state.ts';
import { fail } from '../../core/errors/catalogue.ts';
import { given } from '../../core/given.ts';
import { withLineage } from '../../core/lineage/lineage-tags.ts';
import { workspacePath, type Workspace } from '../../core/workspace.ts';
import type { BatchDeployments, BatchEndpoints } from '../../ports/batch-endpoints.ts';
import type { DeploymentRef } from '../../ports/online-endpoints.ts';
import type { ArmClient } from './arm-client.ts';
import { without, writableIdentity } from './writable.ts';

const endpointShape = z.looseObject({
  name: z.string(),
  tags: z.record(z.string(), z.string()).nullish(),
  properties: z.looseObject({
    authMode: z.string(),
    provisioningState: z.string().default('Succeeded'),
    scoringUri: z.string().nullish(),
    swaggerUri: z.string().nullish(),
    defaults: z.object({ deploymentName: z.string().nullish() }).nullish(),
  }),
});

// What the service adds to an endpoint and does not take back.
const readOnly = ['id', 'name', 'type', 'systemData', 'identity', 'kind'];
const readOnlyProperties = ['provisioningState', 'scoringUri', 'swaggerUri'];

function stateOf({ name, tags, properties }: z.infer<typeof endpointShape>): BatchEndpointState {
  const { authMode, provisioningState, scoringUri, swaggerUri, defaults } = properties;
  return {
    ...{ name, authMode, provisioningState, traffic: {} },
    ...given({ tags, scoringUri, swaggerUri, defaultDeployment: defaults?.deploymentName }),
  };
}

const endpointPath = (workspace: Workspace, name: string) =>
  `${workspacePath(workspace)}/batchEndpoints/${encodeURIComponent(name)}`;

export function createBatchEndpoints(arm: ArmClient): BatchEndpoints {
  return {
    async get(workspace, name) {
      const found = await arm.get(endpointPath(workspace, name), endpointShape);
      return found && stateOf(found);
    },

    async create(workspace, name, body) {
      await arm.settle('PUT', endpointPath(workspace, name), body);
    },

    // PATCH changes tags and identity only: the default needs the whole endpoint in a PUT.
    async setDefault(workspace, name, deploymentName, lineage = {}) {
      const path = endpointPath(workspace, name);
      const now = await arm.get(path, endpointShape);
      if (!now) throw fail('AzureResourceNotFound', { resource: `batchEndpoints/${name}` });
      const properties = { ...without(now.properties, readOnlyProperties), defaults: { deploymentName } };
      const tags = withLineage(now.tags ?? {}, lineage);
      const body = { ...without(now, readOnly), ...writableIdentity(now['identity']), tags, properties };
      await arm.settle('PUT', path, body);
    },

    delete: (workspace, name) => arm.delete(endpointPath(workspace, name)),
  };
}

const deploymentShape = z.object({
  name: z.string(),
  tags: z.record(z.string(), z.string()).nullish(),
  properties: z.object({ provisioningState: z.string().default('Succeeded') }),
});

const deploymentState = ({ name, tags, properties }: z.infer<typeof deploymentShape>) => ({
  name,
  tags: tags ?? {},
  provisioningState: properties.provisioningState,
});

const deploymentPath = ({ workspace, endpoint, deployment }: DeploymentRef) =>
  `${endpointPath(workspace, endpoint)}/deployments/${encodeURIComponent(deployment)}`;

export function createBatchDeployments(arm: ArmClient): BatchDeployments {
  return {
    async get(ref) {
      const found = await arm.get(deploymentPath(ref), deploymentShape);
      return found && deploymentState(found);
    },

    async list(workspace, endpoint) {
      const found = [];
      const path = `${endpointPath(workspace, endpoint)}/deployments`;
      for await (const one of arm.list(path, deploymentShape)) found.push(deploymentState(one));
      return found;
    },

    async create(ref, body) {
      await arm.settle('PUT', deploymentPath(ref), body);
    },

    delete: (ref) => arm.delete(deploymentPath(ref)),
  };
}
