// Batch endpoints over the ARM service in memory: a cluster, assets that exist, bodies, and the endpoint's own address.
import type { BatchAnswer } from '../../../../apps/emulator/azure-ml/batch/batch-host.ts';
import { startOnlineService, type OnlineService } from './online-service.ts';

type Body = Record<string, unknown>;

export interface BatchService extends OnlineService {
  batchEndpointBody(more?: Body): Body;
  batchDeploymentBody(more?: Body): Body;
  /** Makes an endpoint with the deployment `blue` as its default, and gives its path. */
  batchEndpoint(name: string, more?: Body): Promise<string>;
  /** Calls the endpoint's address as an invoker does; `token` null for none. */
  invoke(
    name: string,
    body: unknown,
    options?: { deployment?: string; token?: string },
  ): Promise<BatchAnswer>;
  /** A token for the audience that invokers need. */
  readonly token: string;
  readonly input: Body;
}

export async function startBatchService(): Promise<BatchService> {
  const online = await startOnlineService();
  const { arm } = online;
  const put: OnlineService['put'] = (path, body) => online.put(path, body);
  await put('computes/cpu', {
    properties: {
      computeType: 'AmlCompute',
      properties: { vmSize: 'Standard_DS3_v2', scaleSettings: { maxNodeCount: 4 } },
    },
  });
  const token = await arm.token('https://ml.azure.com');
  const batchEndpointBody: BatchService['batchEndpointBody'] = (more = {}) => ({
    location: 'westeurope',
    properties: { authMode: 'AADToken', ...more },
  });
  const batchDeploymentBody: BatchService['batchDeploymentBody'] = (more = {}) => ({
    location: 'westeurope',
    properties: {
      model: { referenceType: 'Id', assetId: `${arm.workspace}/models/m/versions/1` },
      codeConfiguration: { codeId: `${arm.workspace}/codes/c/versions/1`, scoringScript: 'score.py' },
      environmentId: `${arm.workspace}/environments/e/versions/1`,
      compute: `${arm.workspace}/computes/cpu`,
      ...more,
    },
  });
  return {
    ...online,
    token,
    batchEndpointBody,
    batchDeploymentBody,
    input: {
      data: { jobInputType: 'UriFolder', uri: 'azureml://datastores/workspaceblobstore/paths/in' },
    },
    async batchEndpoint(name, more = {}) {
      const path = `batchEndpoints/${name}`;
      await put(path, batchEndpointBody());
      await put(`${path}/deployments/blue`, batchDeploymentBody(more));
      await put(path, batchEndpointBody({ defaults: { deploymentName: 'blue' } }));
      return path;
    },
    async invoke(name, body, { deployment, token: bearer = token } = {}) {
      const front = arm.batchHost.fronts.get(name);
      if (!front) throw new Error(`no batch endpoint '${name}'`);
      return front.invoke({ bearer, deployment, body });
    },
  };
}
