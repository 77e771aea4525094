import assert from 'node:assert/strict';
import { ContainerRegistryManagementClient, type RunRequestUnion } from '@azure/arm-containerregistry';
import { MonitorClient, type AutoscaleSettingResource } from '@azure/arm-monitor';
import { createHttpHeaders, type HttpClient } from '@azure/core-rest-pipeline';
import { Registry, type Configuration } from 'azure-iothub';
import type { PlannedRequest } from '../../../../src/core/plan/plan.ts';
import { plannedRequests } from './support/planned-requests.ts';
import { workspace } from './support/plan-input.ts';

/** These services have no description in the files that `npm run conformance` reads: their official clients know the bodies. */
const planned = plannedRequests().filter(({ system }) => system === 'azure' || system === 'iot-hub');
const those = (path: RegExp) => planned.filter((request) => path.test(request.path));

interface Sent {
  readonly method: string;
  readonly url: string;
  readonly body: unknown;
}

/** Writes down what a client sends, and answers that it is done. */
function recorder(): { readonly sent: Sent[]; readonly httpClient: HttpClient } {
  const sent: Sent[] = [];
  return {
    sent,
    httpClient: {
      sendRequest(request) {
        const { method, url, body } = request;
        sent.push({ method, url, body: typeof body === 'string' ? JSON.parse(body) : undefined });
        return Promise.resolve({ request, status: 200, headers: createHttpHeaders(), bodyAsText: '{}' });
      },
    },
  };
}

const credential = { getToken: () => Promise.resolve({ token: 'a', expiresOnTimestamp: Number.MAX_VALUE }) };

/** Both send the same to the same place, in the same version. */
function assertSame(sent: Sent | undefined, { method, path, apiVersion, body }: PlannedRequest): void {
  assert.ok(sent);
  const url = new URL(sent.url);
  assert.equal(sent.method, method);
  // Resource Manager reads paths whatever their case, and the clients differ in it.
  assert.equal(url.pathname.toLowerCase(), path.toLowerCase());
  assert.equal(url.searchParams.get('api-version'), apiVersion);
  assert.deepEqual(sent.body, JSON.parse(JSON.stringify(body)));
}

const namesIn = (path: string): readonly [group: string, name: string] => {
  const [, group = '', name = ''] =
    /resourceGroups\/([^/]+)\/providers\/[^/]+\/[^/]+\/([^/]+)/i.exec(path) ?? [];
  return [group, name];
};

describe('src/core/plan, beside the official clients', () => {
  it('schedules the build that the client of the container registry would', async () => {
    const requests = those(/\/scheduleRun$/);
    assert.ok(requests.length >= 10, String(requests.length));
    assert.ok(requests.some(({ body }) => JSON.stringify(body).includes('customRegistries')));
    for (const request of requests) {
      const { sent, httpClient } = recorder();
      const client = new ContainerRegistryManagementClient(credential, workspace.subscriptionId, {
        httpClient,
      });
      const [group, name] = namesIn(request.path);
      await client.registries.beginScheduleRun(group, name, request.body as RunRequestUnion);
      assertSame(sent[0], request);
    }
  });

  it('asks where to upload a build context as the client of the container registry does', async () => {
    const requests = those(/\/listBuildSourceUploadUrl$/);
    assert.ok(requests.length > 0);
    for (const request of requests) {
      const { sent, httpClient } = recorder();
      const client = new ContainerRegistryManagementClient(credential, workspace.subscriptionId, {
        httpClient,
      });
      await client.registries.getBuildSourceUploadUrl(...namesIn(request.path));
      // The client sends no body at all, and ours sends an empty one.
      assert.deepEqual(request.body, {});
      assertSame(sent[0] && { ...sent[0], body: {} }, request);
    }
  });

  it('puts the autoscale setting that the client of Azure Monitor would', async () => {
    const requests = those(/\/autoscaleSettings\//);
    assert.ok(requests.length > 0);
    for (const request of requests) {
      const { sent, httpClient } = recorder();
      const client = new MonitorClient(credential, workspace.subscriptionId, { httpClient });
      const { properties, ...rest } = request.body as { properties: object };
      // The client has the properties beside the rest, and puts them below by itself.
      const setting = { ...rest, ...properties } as AutoscaleSettingResource;
      const [group] = namesIn(request.path);
      await client.autoscaleSettings.createOrUpdate(group, request.path.split('/').at(-1) ?? '', setting);
      // The newest client is of an older version of the service; the newer one adds predictive scaling, which no plan has.
      assert.equal(request.apiVersion, '2022-10-01');
      assertSame(sent[0], { ...request, apiVersion: '2015-04-01' });
    }
  });

  it('puts the configuration that the client of the IoT hub would', async () => {
    const requests = those(/\/configurations\/[^/]+$/).filter(({ method }) => method === 'PUT');
    assert.ok(requests.length >= 10, String(requests.length));
    for (const request of requests) {
      const sent: Sent[] = [];
      const { origin, host, pathname } = new URL(request.path);
      type Done = (error: null, body: object, response: object) => void;
      const transport = {
        executeApiCall(
          ...[method, path, , body, done]: readonly [string, string, object, unknown, Done]
        ): void {
          sent.push({ method, url: `${origin}${path}`, body });
          done(null, {}, {});
        },
      };
      const registry = new Registry({ host, sharedAccessSignature: 'a' }, transport as never);
      await registry.addConfiguration(request.body as Configuration);
      const [call] = sent;
      assert.equal(new URL(call?.url ?? '').searchParams.get('api-version'), request.apiVersion);
      assertSame(call, { ...request, path: pathname });
    }
  });
});
