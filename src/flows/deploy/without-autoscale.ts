// Deployments take their autoscale settings along when they are deleted: Azure would leave them behind.
import { isExtensionError } from '../../core/errors/extension-error.ts';
import { autoscaleSettingId } from '../../core/plan/targets/autoscale.ts';
import type { AutoscaleSettings } from '../../ports/azure-monitor.ts';
import type { Log } from '../../ports/log.ts';
import type { DeploymentRef, OnlineDeployments, OnlineEndpoints } from '../../ports/online-endpoints.ts';

interface Online {
  readonly endpoints: OnlineEndpoints;
  readonly deployments: OnlineDeployments;
}

/** `online`, with deletions that remove the settings too. Who may not even look for one is not held up by that. */
export function deletingAutoscale<T extends Online>(online: T, settings: AutoscaleSettings, log: Log): T {
  const forget = async ({ workspace, endpoint, deployment }: DeploymentRef): Promise<void> => {
    try {
      await settings.delete(autoscaleSettingId(workspace, endpoint, deployment));
    } catch (error) {
      if (!isExtensionError(error) || error.code !== 'AzureForbidden') throw error;
      log.debug(`An autoscale setting of '${deployment}', if there is one, stays: ${error.message}`);
    }
  };
  return {
    ...online,
    deployments: {
      ...online.deployments,
      delete: async (ref) => {
        await online.deployments.delete(ref);
        await forget(ref);
      },
    },
    endpoints: {
      ...online.endpoints,
      delete: async (workspace, endpoint) => {
        const isThere = (await online.endpoints.get(workspace, endpoint)) !== undefined;
        const there = isThere ? await online.deployments.list(workspace, endpoint) : [];
        await online.endpoints.delete(workspace, endpoint);
        for (const { name: deployment } of there) await forget({ workspace, endpoint, deployment });
      },
    },
  };
}
