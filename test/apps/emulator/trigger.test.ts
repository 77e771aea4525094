// The whole way of a trigger on the one-machine stack, with this extension's own artifact type: saving a definition makes an
// event subscription, registering a model raises its event, a relay signs and forwards it, and a release stands there.
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { AzureMachineLearningWorkspaces } from '@azure/arm-machinelearning';
import { ClientSecretCredential } from '@azure/identity';
import { startAzureDevOps } from '../../../apps/emulator/azure-devops/server.ts';
import { httpsCall } from '../../../apps/emulator/kernel/https-client.ts';
import type { Stack } from '../../../apps/emulator/stack.ts';
import { startTestStack } from '../../support/test-stack.ts';
import { trusting } from '../../support/trusting-http-client.ts';
import { fixtureVsix } from './azure-devops/support/fixture-vsix.ts';
import { definition } from './azure-devops/support/release-fixtures.ts';

interface Manifest {
  readonly contributions: readonly { readonly type: string; readonly properties: Record<string, unknown> }[];
}

const contribution = 'artifact-source/artifact-type.contribution.json';

/** Answers the handshake; signs what it forwards as the artifact type's mapping reads it. */
function startRelay(stack: Stack, forwarded: string[]): Promise<{ url: string; close: () => void }> {
  const { certPem, keyPem } = stack.certificate;
  const { subscriptionId: subscription, resourceGroup, workspace } = stack.addresses.arm;
  const server = createServer({ cert: certPem, key: keyPem }, (request, response) => {
    void text(request).then(async (body) => {
      const [event] = JSON.parse(body) as [{ subject: string; data: Record<string, unknown> }];
      if (request.headers['aeg-event-type'] === 'SubscriptionValidation')
        return response.end(JSON.stringify({ validationResponse: event.data['validationCode'] }));
      const [name = '', version = ''] = event.subject.replace('models/', '').split(':');
      const payload = JSON.stringify({ definition: name, version, subscription, resourceGroup, workspace });
      const secret = String(request.headers['x-azureml-secret']);
      const answer = await httpsCall({
        method: 'POST',
        url: String(request.headers['x-azureml-payload-url']),
        headers: {
          'X-AzureML-Signature': `sha1=${createHmac('sha1', secret).update(payload).digest('hex')}`,
        },
        body: payload,
        caPem: stack.caPem,
        timeoutMs: 10_000,
        maxBytes: 1024,
      });
      forwarded.push(`${event.subject} ${answer.status}`);
      return response.writeHead(answer.status).end();
    });
  });
  return new Promise((listening) =>
    server.listen(0, 'localhost', () =>
      listening({
        url: `https://localhost:${(server.address() as AddressInfo).port}/relay`,
        close: () => {
          server.closeAllConnections();
          server.close();
        },
      }),
    ),
  );
}

describe('apps/emulator/stack.ts, with a trigger', function () {
  this.timeout(60_000);
  let stack: Stack;
  let relay: Awaited<ReturnType<typeof startRelay>>;
  const forwarded: string[] = [];

  before(async () => {
    stack = await startTestStack({
      startDevOps: (options) => startAzureDevOps({ ...options, node: { Node20_1: process.execPath } }),
    });
    relay = await startRelay(stack, forwarded);
  });
  after(async () => {
    relay.close();
    await stack.close();
  });

  async function call<T>(method: string, path: string, body?: unknown): Promise<T> {
    const { devops } = stack.addresses;
    assert.ok(devops);
    const isBytes = Buffer.isBuffer(body);
    const answer = await httpsCall({
      method,
      url: devops.organizationUrl + path,
      headers: {
        Authorization: `Basic ${Buffer.from(`:${devops.personalAccessToken}`).toString('base64')}`,
        Accept: 'application/json;api-version=7.1',
        ...(body === undefined
          ? {}
          : { 'Content-Type': isBytes ? 'application/octet-stream' : 'application/json' }),
      },
      ...(body === undefined ? {} : { body: isBytes ? body : JSON.stringify(body) }),
      caPem: stack.caPem,
      timeoutMs: 20_000,
      maxBytes: 4 * 1024 * 1024,
    });
    assert.ok(answer.status < 300, `${path}: ${answer.status} ${answer.body.toString()}`);
    return (answer.body.length === 0 ? undefined : JSON.parse(answer.body.toString())) as T;
  }

  it('goes from a registered model to a release, and leaves no subscription behind', async () => {
    const { arm, identity } = stack.addresses;
    const { contributions } = JSON.parse(await readFile(contribution, 'utf8')) as Manifest;
    const type = contributions.find(({ type: kind }) => kind.endsWith('release-artifact-type'))?.properties;
    assert.ok(type);
    await call('POST', '/_emulator/extensions', await fixtureVsix({ artifactTypes: [type] }));
    const connections = await call<{ value: { id: string; name: string }[] }>(
      'GET',
      '/AzureML/_apis/serviceendpoint/endpoints',
    );
    const connection = connections.value.find(({ name }) => name === 'azureml-secret')?.id ?? '';
    const inputs: Record<string, string> = {
      connection,
      sourceType: 'workspace',
      subscription: arm.subscriptionId,
      resourceGroup: arm.resourceGroup,
      workspace: arm.workspace,
      definition: 'fraud',
      defaultVersionType: 'latestType',
      watch: 'off',
      relayUrl: relay.url,
    };
    const known = new Set((type['inputDescriptors'] as { id: string }[]).map(({ id }) => id));
    const reference = Object.entries(inputs).filter(([id]) => known.has(id));
    const made = definition(
      'Deploy',
      [{ conditions: [], phases: [{ name: 'Agent job', phaseType: 1, rank: 1, workflowTasks: [] }] }],
      {
        artifacts: [
          {
            alias: 'model',
            type: type['name'],
            definitionReference: Object.fromEntries(
              reference.map(([id, value]) => [id, { id: value, name: value }]),
            ),
          },
        ],
        triggers: [{ triggerType: 'artifactSource', artifactAlias: 'model' }],
      },
    );
    const saved = await call<{ id: number }>('POST', '/AzureML/_apis/release/definitions', made);

    const credential = new ClientSecretCredential(
      identity.tenantId,
      identity.clientId,
      identity.clientSecret,
      {
        authorityHost: identity.authority,
        disableInstanceDiscovery: true,
        ...trusting(stack.caPem),
      },
    );
    const client = new AzureMachineLearningWorkspaces(credential, arm.subscriptionId, {
      endpoint: arm.url,
      ...trusting(stack.caPem),
    });
    const register = (name: string, version: string): Promise<unknown> =>
      client.modelVersions.createOrUpdate(arm.resourceGroup, arm.workspace, name, version, {
        properties: { modelUri: `azureml://datastores/workspaceblobstore/paths/${name}` },
      });
    await register('fraud', '7');
    await register('fraud2', '1');
    await register('churn', '1');
    await stack.eventGrid.idle();
    assert.deepEqual(forwarded, ['models/fraud:7 200']);
    await call('GET', '/_emulator/jobs');
    const releases = await call<{ value: { id: number }[] }>(
      'GET',
      `/AzureML/_apis/release/releases?definitionId=${saved.id}`,
    );
    assert.equal(releases.value.length, 1);
    const release = await call<{ artifacts: { definitionReference: Record<string, { id: string }> }[] }>(
      'GET',
      `/AzureML/_apis/release/releases/${releases.value[0]?.id ?? 0}`,
    );
    assert.equal(release.artifacts[0]?.definitionReference['version']?.id, '7');

    await call('DELETE', `/AzureML/_apis/release/definitions/${saved.id}`);
    await register('fraud', '8');
    await stack.eventGrid.idle();
    assert.equal(forwarded.length, 1);
    assert.deepEqual((await call<{ value: unknown[] }>('GET', '/_emulator/webhooks')).value, []);
  });
});
