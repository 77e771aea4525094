// Online deployments in Azure Resource Manager.
import * as z from 'zod';
import type { DeploymentState } from '../../core/deploy/online-state.ts';
import { given } from '../../core/given.ts';
import { type Workspace, workspacePath } from '../../core/workspace.ts';
import type { DeploymentRef, OnlineDeployments } from '../../ports/online-endpoints.ts';
import type { ArmClient } from './arm-client.ts';

const deploymentShape = z.object({
  name: z.string(),
  tags: z.record(z.string(), z.string()).nullish(),
  properties: z.object({
    provisioningState: z.string().default('Succeeded'),
    model: z.string().nullish(),
  }),
});

const logsShape = z.object({ content: z.string().nullish() });

const containers = ['StorageInitializer', 'InferenceServer'] as const;

const stateOf = ({ name, tags, properties }: z.infer<typeof deploymentShape>) => ({
  name,
  tags: tags ?? {},
  provisioningState: properties.provisioningState,
  ...given({ model: properties.model }),
});

const listPath = (workspace: Workspace, endpoint: string) =>
  `${workspacePath(workspace)}/onlineEndpoints/${encodeURIComponent(endpoint)}/deployments`;

const pathOf = ({ workspace, endpoint, deployment }: DeploymentRef) =>
  `${listPath(workspace, endpoint)}/${encodeURIComponent(deployment)}`;

export function createOnlineDeployments(arm: ArmClient): OnlineDeployments {
  return {
    async get(ref) {
      const found = await arm.get(pathOf(ref), deploymentShape);
      return found && stateOf(found);
    },

    async list(workspace, endpoint) {
      const found: DeploymentState[] = [];
      for await (const one of arm.list(listPath(workspace, endpoint), deploymentShape))
        found.push(stateOf(one));
      return found;
    },

    async create(ref, body) {
      await arm.settle('PUT', pathOf(ref), body);
    },

    async delete(ref) {
      await arm.delete(pathOf(ref));
    },

    async logs(ref, tail) {
      const parts: string[] = [];
      for (const containerType of containers) {
        const { content } = await arm.post(`${pathOf(ref)}/getLogs`, { containerType, tail }, logsShape);
        if (content) parts.push(`--- ${containerType}\n${content.trimEnd()}`);
      }
      return parts.join('\n');
    },
  };
}
