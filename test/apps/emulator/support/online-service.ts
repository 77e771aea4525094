// Online endpoints and deployments over the ARM service in memory: bodies, waiting, and assets that exist.
import assert from 'node:assert/strict';
import { startArmService, type ArmService, type Reply } from './arm-service.ts';

export const message = ({ body }: Reply): string =>
  (body as { error?: { message: string } }).error?.message ?? '';
export const state = ({ body }: Reply): unknown =>
  (body.properties as { provisioningState: string }).provisioningState;

type Body = Record<string, unknown>;

export interface OnlineService {
  readonly arm: ArmService;
  endpointBody(traffic?: Record<string, number>, more?: Body): Body;
  deploymentBody(more?: Body, capacity?: number): Body;
  /** Follows an operation to its end; `httpStatus` is the last answer's. */
  settled(reply: Reply): Promise<Body>;
  put(path: string, body: unknown, apiVersion?: string): Promise<Body>;
  /** Makes an endpoint and gives its path. */
  endpoint(name: string): Promise<string>;
  /** Attaches a Kubernetes cluster with the given instance types, and gives its ARM id. */
  attach(name: string, instanceTypes?: Body, more?: Body): Promise<string>;
  /** Lets waits end again, and ends those there are. */
  resume(): Promise<void>;
}

export async function startOnlineService(): Promise<OnlineService> {
  const arm = await startArmService();
  const uri = (path: string) => `azureml://datastores/workspaceblobstore/paths/${path}`;
  await arm.call('PUT', 'models/m/versions/1', { properties: { modelUri: uri('m') } });
  await arm.call('PUT', 'codes/c/versions/1', { properties: { codeUri: uri('c/src') } });
  await arm.call('PUT', 'environments/e/versions/1', {
    properties: { image: 'i', condaFile: 'dependencies: []' },
  });
  const endpointBody: OnlineService['endpointBody'] = (traffic = {}, more = {}) => ({
    location: 'westeurope',
    identity: { type: 'SystemAssigned' },
    properties: { authMode: 'Key', traffic, ...more },
  });
  const settled: OnlineService['settled'] = async (reply) => {
    const url = String(reply.headers['azure-asyncoperation'] ?? reply.headers.location);
    assert.match(url, /(mfe|compute)Operation/, `${reply.status} ${message(reply)}`);
    for (;;) {
      const answer = await arm.call('GET', url);
      if (answer.status === 202 || answer.body.status === 'InProgress') continue;
      return { httpStatus: answer.status, ...answer.body };
    }
  };
  const put: OnlineService['put'] = async (path, body, apiVersion = '2024-04-01') =>
    settled(await arm.call('PUT', path, body, { apiVersion }));
  return {
    arm,
    endpointBody,
    settled,
    put,
    deploymentBody: (more = {}, capacity = 1) => ({
      location: 'westeurope',
      sku: { name: 'Default', capacity },
      properties: {
        endpointComputeType: 'Managed',
        model: `${arm.workspace}/models/m/versions/1`,
        codeConfiguration: { codeId: `${arm.workspace}/codes/c/versions/1`, scoringScript: 'score.py' },
        environmentId: `${arm.workspace}/environments/e/versions/1`,
        instanceType: 'Standard_DS3_v2',
        ...more,
      },
    }),
    async endpoint(name) {
      await put(`onlineEndpoints/${name}`, endpointBody());
      return `onlineEndpoints/${name}`;
    },
    async attach(name, instanceTypes = {}, more = {}) {
      const group = arm.workspace.split('/providers/')[0] ?? '';
      await put(`computes/${name}`, {
        location: 'westeurope',
        properties: {
          computeType: 'Kubernetes',
          resourceId: `${group}/providers/Microsoft.ContainerService/managedClusters/${name}`,
          properties: { namespace: 'scoring', instanceTypes, ...more },
        },
      });
      return `${arm.workspace}/computes/${name}`;
    },
    async resume() {
      arm.time.passes = true;
      await arm.time.release();
    },
  };
}
