// Online deployments in Azure Resource Manager.
import * as z from 'zod';
import { given } from '../../core/given.ts';
import type { OnlineDeployments } from '../../ports/online-endpoints.ts';
import type { ArmClient } from './arm/client.ts';
import { createDeploymentResource, deploymentPath, onlineDeployment } from './deployment-resource.ts';

const kind = 'onlineEndpoints';

const logsShape = z.object({ content: z.string().nullish() });

const containers = ['StorageInitializer', 'InferenceServer'] as const;

const stateOf = ({ name, tags, properties }: z.infer<typeof onlineDeployment>) => ({
  name,
  tags: tags ?? {},
  provisioningState: properties.provisioningState,
  ...given({ model: properties.model }),
});

export function createOnlineDeployments(arm: ArmClient): OnlineDeployments {
  return {
    ...createDeploymentResource(arm, { kind, shape: onlineDeployment, stateOf }),

    async logs(ref, tail) {
      const parts: string[] = [];
      const path = `${deploymentPath(kind, ref)}/getLogs`;
      for (const containerType of containers) {
        const { content } = await arm.post(path, { containerType, tail }, logsShape);
        if (content) parts.push(`--- ${containerType}\n${content.trimEnd()}`);
      }
      return parts.join('\n');
    },
  };
}
