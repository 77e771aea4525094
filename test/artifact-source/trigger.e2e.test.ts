// The packaged artifact type's trigger on the whole stack: saving subscribes, an event makes a release, switching off
// unsubscribes; and what cannot work is refused as a whole, with the cause in the message.
import assert from 'node:assert/strict';
import type { Stack } from '../../apps/emulator/stack.ts';
import { hookPayload } from '../../src/core/relay/hook-payload.ts';
import { forward, startRelayStub, type RelayStub } from './support/relay-stub.ts';
import {
  connectionIds,
  definitionsPath,
  relayedInputs,
  triggeredDefinition,
} from './support/artifact-definition.ts';
import { startExtensionStack } from '../support/extension-stack.ts';
import { registerVersion, stackCalls, type StackCalls } from './support/stack-calls.ts';
import { modelVersion } from './support/versions.ts';

const subscriptions = 'providers/Microsoft.EventGrid/eventSubscriptions?api-version=2022-06-15';

interface Listed {
  readonly value: readonly Record<string, unknown>[];
}

describe('artifact-source/artifact-type.contribution.json (on the stack)', function () {
  this.timeout(120_000);
  let stack: Stack;
  let relay: RelayStub;
  let calls: StackCalls;
  let connections: ReadonlyMap<string, string> = new Map();

  const definition = (name: string, inputs: Readonly<Record<string, string>> = {}, isTriggered = true) => ({
    ...triggeredDefinition(name, { ...relayedInputs(stack, connections, relay.address), ...inputs }),
    ...(isTriggered ? {} : { triggers: [] }),
  });
  const listed = async (reply: Promise<{ body: Record<string, unknown> }>) =>
    ((await reply).body as unknown as Listed).value;
  const register = (model: string, version: string) => registerVersion(calls, model, version);

  before(async function () {
    stack = await startExtensionStack(this, async ({ certificate }) => {
      relay = await startRelayStub(certificate);
    });
    calls = await stackCalls(stack);
    const { identity, arm } = stack.addresses;
    await calls.devops('POST', 'serviceendpoint/endpoints?api-version=7.1', {
      name: 'without-role',
      type: 'azurerm',
      url: `${arm.url}/`,
      data: {
        subscriptionId: arm.subscriptionId,
        subscriptionName: 'One-machine stack',
        environmentAuthorityUrl: `${identity.authority}/`,
        activeDirectoryServiceEndpointResourceId: 'https://management.core.windows.net/',
      },
      authorization: {
        scheme: 'ServicePrincipal',
        parameters: {
          tenantid: identity.tenantId,
          serviceprincipalid: identity.withoutRole.clientId,
          serviceprincipalkey: identity.withoutRole.clientSecret,
        },
      },
    });
    connections = await connectionIds(calls);
    await register('fraud', '1');
  });
  after(async () => {
    await relay.close();
    await stack.close();
  });

  it('subscribes once, releases the version of an event, and unsubscribes', async () => {
    const saved = await calls.devops('POST', definitionsPath, definition('deploy'));
    assert.equal(saved.status, 200, JSON.stringify(saved.body));
    const again = await calls.devops('PUT', definitionsPath, saved.body);
    assert.equal(again.status, 200, JSON.stringify(again.body));
    const hooks = await listed(calls.arm('GET', subscriptions));
    assert.equal(hooks.length, 1);
    assert.match(String(hooks[0]?.['name']), /^Webhook[0-9a-f]{32}$/);

    await register('fraud_model', '1');
    await register('fraud', '2');
    const delivery = await relay.delivery(1);
    assert.deepEqual(
      delivery.events.map(({ subject }) => subject),
      ['models/fraud:2'],
    );
    const { subscriptionId, resourceGroup, workspace: name } = stack.addresses.arm;
    const payload = hookPayload({ subscriptionId, resourceGroup, name }, modelVersion('2', 1), '');
    assert.equal(await forward(delivery, payload, stack.caPem), 200);
    const releases = async () =>
      listed(calls.devops('GET', 'release/releases?$expand=artifacts&api-version=7.1'));
    const deadline = Date.now() + 20_000;
    while ((await releases()).length === 0 && Date.now() < deadline)
      await new Promise((next) => setTimeout(next, 50));
    const [release] = await releases();
    const { artifacts } = release as unknown as {
      artifacts: readonly { definitionReference: Record<string, { id: string; name: string }> }[];
    };
    assert.deepEqual(artifacts[0]?.definitionReference['version'], { id: '2', name: '2' });
    assert.equal(relay.deliveries.length, 1, 'the event of fraud_model was delivered, too');

    const off = await calls.devops('PUT', definitionsPath, { ...again.body, triggers: [] });
    assert.equal(off.status, 200, JSON.stringify(off.body));
    assert.deepEqual(await listed(calls.arm('GET', subscriptions)), []);
  });

  const refused: readonly [what: string, inputs: () => Record<string, string>, cause: RegExp][] = [
    [
      'a relay that cannot be reached',
      () => ({ relayUrl: 'https://localhost:1/events' }),
      /handshake failed for https:\/\/localhost:1\/events/,
    ],
    ['no relay address', () => ({ relayUrl: '' }), /relay-address-is-missing.*enter-it-in-the-artifact/],
    ['a relay address that is none', () => ({ relayUrl: 'relay' }), /Relay address.*does not match/],
    [
      'a connection without rights',
      () => ({ connection: connections.get('without-role') ?? '' }),
      /AuthorizationFailed.*eventSubscriptions\/write/,
    ],
    ['a workspace that is gone', () => ({ workspace: 'gone' }), /404.*workspaces\/gone/],
    ['a model without a workspace', () => ({ workspace: '' }), /required input 'Workspace'/],
  ];
  for (const [what, inputs, cause] of refused)
    it(`refuses ${what} as a whole, and says so`, async () => {
      const before = await listed(calls.devops('GET', definitionsPath));
      const { status, body } = await calls.devops('POST', definitionsPath, definition('refused', inputs()));
      assert.equal(status, 400, JSON.stringify(body));
      assert.match(String(body['message']), cause);
      assert.equal((await listed(calls.devops('GET', definitionsPath))).length, before.length);
      assert.deepEqual(await listed(calls.arm('GET', subscriptions)), []);
    });

  it('serves a YAML pipeline: its resource subscribes, starts a run for an event, and unsubscribes', async () => {
    const { arm } = stack.addresses;
    const yaml = `resources:
  builds:
    - build: fraud
      type: AzureMLModelRelease
      connection: azureml-secret
      source: fraud
      subscription: ${arm.subscriptionId}
      resourceGroup: ${arm.resourceGroup}
      workspace: ${arm.workspace}
      relayUrl: ${relay.address}
      trigger: true
steps:
  - checkout: none
  - script: echo done
`;
    const made = await calls.control('PUT', 'pipelines', { name: 'CD', yaml });
    assert.equal(made.status, 200, JSON.stringify(made.body));
    assert.equal((await listed(calls.arm('GET', subscriptions))).length, 1);

    const seen = relay.deliveries.length;
    await register('fraud', 'yaml-1');
    const delivery = await relay.delivery(seen + 1);
    const { subscriptionId, resourceGroup, workspace: name } = arm;
    const payload = hookPayload({ subscriptionId, resourceGroup, name }, modelVersion('yaml-1', 1), '');
    assert.equal(await forward(delivery, payload, stack.caPem), 200);
    const runs = `pipelines/${String(made.body['id'])}/runs?api-version=7.1`;
    const deadline = Date.now() + 20_000;
    while ((await listed(calls.devops('GET', runs))).length === 0 && Date.now() < deadline)
      await new Promise((next) => setTimeout(next, 50));
    const [run] = await listed(calls.devops('GET', runs));
    const shown = await calls.devops(
      'GET',
      `pipelines/${String(made.body['id'])}/runs/${String(run?.['id'])}?api-version=7.1`,
    );
    const { builds } = shown.body['resources'] as { builds: Record<string, { versionId: string }> };
    assert.equal(builds['fraud']?.versionId, 'yaml-1');

    const gone = await calls.control('DELETE', `pipelines/${String(made.body['id'])}`);
    assert.ok(gone.status < 300, JSON.stringify(gone.body));
    assert.deepEqual(await listed(calls.arm('GET', subscriptions)), []);
  });

  it('saves the trigger of a model that is not there yet as a whole, and releases its first version', async () => {
    const made = await calls.devops('POST', definitionsPath, definition('first', { definition: 'coming' }));
    assert.equal(made.status, 200, JSON.stringify(made.body));
    const [hook, ...others] = await listed(calls.arm('GET', subscriptions));
    assert.deepEqual(others, []);
    assert.match(JSON.stringify(hook), /"subjectBeginsWith":"models\/coming:"/);
    const order = { definitionId: made.body['id'] };
    const early = await calls.devops('POST', 'release/releases?api-version=7.1', order);
    assert.equal(early.status, 400);
    assert.match(String(early.body['message']), /models\/coming/);

    const seen = relay.deliveries.length;
    await register('coming', '1');
    const { events } = await relay.delivery(seen + 1);
    assert.deepEqual(
      events.map(({ subject }) => subject),
      ['models/coming:1'],
    );
    const off = await calls.devops('PUT', definitionsPath, { ...made.body, triggers: [] });
    assert.equal(off.status, 200, JSON.stringify(off.body));
    assert.deepEqual(await listed(calls.arm('GET', subscriptions)), []);
  });

  it('saves a source whose model is not there yet, and names the model when a release needs it', async () => {
    const saved = await calls.devops(
      'POST',
      definitionsPath,
      definition('early', { definition: 'later' }, false),
    );
    assert.equal(saved.status, 200, JSON.stringify(saved.body));
    const order = { definitionId: saved.body['id'] };
    const { status, body } = await calls.devops('POST', 'release/releases?api-version=7.1', order);
    assert.equal(status, 400);
    assert.match(String(body['message']), /later/);
  });
});
