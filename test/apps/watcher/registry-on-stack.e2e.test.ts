// The watcher's program on the emulated registry: from a registered version to a release whose agent job downloads it.
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { stringify } from 'yaml';
import type { Stack } from '../../../apps/emulator/stack.ts';
import { saveWeightDefinition } from '../../artifact-source/support/artifact-definition.ts';
import { startExtensionStack } from '../../support/extension-stack.ts';
import { stackCalls, type StackCalls } from '../../artifact-source/support/stack-calls.ts';
import { registerModel } from '../emulator/support/deploy.ts';
import { registerInRegistry } from '../emulator/support/registry-model.ts';
import { connect } from '../emulator/support/workspace-client.ts';
import { type PrintedEvent, startWatcherProcess } from './support/watcher-process.ts';

describe('apps/watcher (on the stack, registry)', function () {
  this.timeout(120_000);
  let stack: Stack;
  let calls: StackCalls;
  let folder = '';

  before(async function () {
    stack = await startExtensionStack(this);
    folder = await mkdtemp(join(tmpdir(), 'watch-registry-'));
    calls = await stackCalls(stack);
    await registerInRegistry(stack, { name: 'weight', version: '1', files: { 'weight.json': '1' } });
    const source = { sourceType: 'registry', registry: stack.addresses.arm.registry };
    await saveWeightDefinition(stack, calls, source, [{}]);
  });
  after(async () => {
    await stack.close();
    await rm(folder, { recursive: true, force: true });
  });

  /** One turn of the program, with what it told. */
  async function turn(registry: string): Promise<{ status: unknown; events: readonly PrintedEvent[] }> {
    const { identity, arm, devops, caFile } = stack.addresses;
    const { subscriptionId, resourceGroup } = arm;
    const configuration = {
      azure: {
        ...{ armUrl: arm.url, authorityUrl: identity.authority, tenantId: identity.tenantId },
        ...{ clientId: identity.clientId, clientSecretFrom: 'AZURE_CLIENT_SECRET' },
      },
      organization: { url: devops?.organizationUrl, tokenFrom: 'AZURE_DEVOPS_TOKEN' },
      watches: [
        {
          name: 'weight-to-production',
          registry: { subscriptionId, resourceGroup, name: registry },
          model: 'weight',
          release: { project: devops?.project, definition: 'deploy-weight', artifact: '_weight' },
        },
      ],
    };
    const file = join(folder, 'watch.yml');
    await writeFile(file, stringify(configuration));
    const watcher = startWatcherProcess(
      ['--config', file, '--state', join(folder, 'watch.db'), '--once', '--log', 'json'],
      {
        NODE_EXTRA_CA_CERTS: caFile,
        AZURE_CLIENT_SECRET: identity.clientSecret,
        AZURE_DEVOPS_TOKEN: devops?.personalAccessToken,
      },
    );
    return { status: await watcher.ended, events: watcher.events };
  }

  /** The first release, when its stage has ended. */
  async function endedRelease(): Promise<Record<string, unknown>> {
    for (;;) {
      const list = await calls.devops('GET', 'release/releases?api-version=7.1');
      const [first, ...more] = list.body['value'] as { id: number }[];
      assert.deepEqual(more, []);
      const { body } = await calls.devops('GET', `release/releases/${first?.id ?? 0}?api-version=7.1`);
      const [stage] = body['environments'] as { status: string }[];
      if (!['notStarted', 'inProgress', 'queued'].includes(stage?.status ?? '')) return body;
      await sleep(100);
    }
  }

  it('fires a release for a version of the registry, and its agent job downloads that version', async () => {
    const began = await turn(stack.addresses.arm.registry);
    assert.equal(began.status, 0, JSON.stringify(began.events));
    const baseline = began.events.find(({ event }) => event === 'baseline');
    assert.deepEqual([baseline?.['registry'], baseline?.['versions']], ['demo-models', 1]);
    // A version of the same model in the workspace is none of the registry.
    await registerModel(connect(stack), '7', 7);
    await registerInRegistry(stack, { name: 'weight', version: '2', files: { 'weight.json': '2' } });
    const fired = await turn(stack.addresses.arm.registry);
    assert.equal(fired.status, 0, JSON.stringify(fired.events));
    assert.deepEqual(
      fired.events.filter(({ event }) => event === 'fired').map((each) => each['version']),
      ['2'],
    );
    const release = await endedRelease();
    const [stage] = release['environments'] as { status: string }[];
    assert.equal(stage?.status, 'succeeded', JSON.stringify(release).slice(0, 3000));
    assert.match(
      String(release['description']),
      /version 2 of registry demo-models[\s\S]*\/registry:demo-models\/weight/,
    );
    assert.deepEqual(
      (release['tags'] as string[]).filter((tag) => tag.startsWith('azureml-registry')),
      ['azureml-registry-demo-models'],
    );
  });

  it('says that there is no such registry, and fires nothing', async () => {
    const { status, events } = await turn('gone');
    assert.equal(status, 1);
    const failed = events.find(({ event }) => event === 'failed');
    assert.equal(failed?.['code'], 'RegistryNotFound');
    assert.match(String(failed['reason']), /registry 'gone' in resource group 'ml-demo'/);
    assert.ok(!events.some(({ event }) => event === 'fired'));
  });
});
