// The relay between the emulated Event Grid and the emulated Azure DevOps: from a registered version to its one release.
import assert from 'node:assert/strict';
import type { Stack } from '../../../../apps/emulator/stack.ts';
import { relaySchema } from '../../../../apps/watcher/relay/relay-section.ts';
import { startRelay } from '../../../../apps/watcher/relay/start-relay.ts';
import { createOrganization } from '../../../../src/adapters/azure-devops/organization.ts';
import { createTriggeredReleases } from '../../../../src/adapters/azure-devops/triggered-releases.ts';
import { createModelRegistry } from '../../../../src/adapters/azure-ml/model-registry.ts';
import type { DeliveryServer } from '../../../../src/adapters/event-grid/delivery-server.ts';
import { systemClock } from '../../../../src/adapters/local/clock.ts';
import type { RelayEvent } from '../../../../src/core/relay/relay-event.ts';
import {
  connectionIds,
  definitionsPath,
  relayedInputs,
  triggeredDefinition,
} from '../../../artifact-source/support/artifact-definition.ts';
import { startExtensionStack } from '../../../support/extension-stack.ts';
import { adapterOptions, workspaceOf } from '../../../support/stack-connection.ts';
import {
  registerVersion,
  stackCalls,
  type StackCalls,
} from '../../../artifact-source/support/stack-calls.ts';
import { createMemoryForwarded } from '../../../artifact-source/support/memory-forwarded.ts';
import { modelVersion } from '../../../artifact-source/support/versions.ts';
import { quotaOf } from '../../../support/quota-of.ts';
import { trustAuthority } from '../../../support/trust-authority.ts';

describe('apps/watcher/relay (on the stack)', function () {
  this.timeout(120_000);
  let stack: Stack;
  let relay: DeliveryServer;
  let calls: StackCalls;
  const events: RelayEvent[] = [];

  before(async function () {
    stack = await startExtensionStack(this);
    trustAuthority(stack.caPem);
    calls = await stackCalls(stack);
    relay = await startRelay({
      section: relaySchema.parse({
        port: 0,
        host: 'localhost',
        tls: { certificate: 'certificate', key: 'key' },
      }),
      workspaces: () => [workspaceOf(stack)],
      organization: stack.addresses.devops?.organizationUrl ?? '',
      readText: (path) => (path === 'key' ? stack.certificate.keyPem : stack.certificate.certPem),
      registry: createModelRegistry(adapterOptions(stack)),
      forwarded: createMemoryForwarded(),
      events: { emit: (event) => events.push(event) },
      clock: systemClock,
      random: Math.random,
      onFault: (fault) => assert.fail(String(fault)),
    });
  });

  after(async () => {
    await relay.close();
    await stack.close();
  });

  const register = (model: string, version: string) => registerVersion(calls, model, version);

  async function saveTriggered(): Promise<number> {
    const inputs = relayedInputs(stack, await connectionIds(calls), `${relay.origin}/events`);
    const body = triggeredDefinition('relayed', inputs);
    const saved = await calls.devops('POST', definitionsPath, body);
    assert.equal(saved.status, 200, JSON.stringify(saved.body));
    return Number(saved.body['id']);
  }

  async function releasedVersions(definition: number): Promise<string[]> {
    await stack.eventGrid.idle();
    await calls.control('GET', 'jobs');
    const path = `release/releases?definitionId=${definition}&$expand=artifacts&api-version=7.1`;
    const { body } = await calls.devops('GET', path);
    const releases = body['value'] as { artifacts: { definitionReference: { version: { id: string } } }[] }[];
    return releases.map(({ artifacts }) => artifacts[0]?.definitionReference.version.id ?? '').toSorted();
  }

  it('answers the handshake, and makes one release of each registered version of the model', async () => {
    await register('fraud', '1');
    const definition = await saveTriggered();
    await register('fraud_model', '5');
    await register('fraud', '2');
    await register('fraud', '3');
    assert.deepEqual(await releasedVersions(definition), ['2', '3'], JSON.stringify(events));
    assert.deepEqual(stack.eventGrid.deadLetters(), []);
  });

  it('finds the release that the trigger made, and none of another version, place or time', async () => {
    const { devops, arm } = stack.addresses;
    const place = {
      subscriptionId: arm.subscriptionId,
      resourceGroup: arm.resourceGroup,
      name: arm.workspace,
    };
    const releases = createTriggeredReleases(
      createOrganization({
        url: devops?.organizationUrl ?? '',
        token: devops?.personalAccessToken ?? '',
        quota: quotaOf(systemClock),
      }),
    );
    const since = new Date(Date.now() - 60_000);
    assert.equal(await releases.exist(place, modelVersion('2', 0), since), true);
    assert.equal(await releases.exist(place, modelVersion('1', 0), since), false);
    assert.equal(await releases.exist(place, modelVersion('2', 0, 'other'), since), false);
    assert.equal(await releases.exist({ ...place, name: 'other' }, modelVersion('2', 0), since), false);
    const tomorrow = new Date(Date.now() + 24 * 3_600_000);
    assert.equal(await releases.exist(place, modelVersion('2', 0), tomorrow), false);
  });

  it('shows neither the secret nor the address of the hook', () => {
    const told = JSON.stringify(events);
    assert.match(told, /forwarded/);
    assert.doesNotMatch(told, /receiveExternalEvent\/[0-9a-f-]{36}/i);
  });
});
