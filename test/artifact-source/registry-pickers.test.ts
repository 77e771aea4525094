// The pickers of the contribution on the emulated registry, beside what the product's own client sees of it.
import assert from 'node:assert/strict';
import type { SendRequest } from '../../apps/emulator/azure-devops/data-sources/query.ts';
import { checkSource } from '../../artifact-source/check.ts';
import { createModelRegistry } from '../../src/adapters/azure-ml/model-registry.ts';
import type { Registry } from '../../src/core/model/source.ts';
import type { ModelRegistry } from '../../src/ports/model-registry.ts';
import { startArmService, type ArmService, type CallOptions } from '../apps/emulator/support/arm-service.ts';
import { createAutoClock } from '../support/auto-clock.ts';
import { catalogueError } from '../support/catalogue-error.ts';
import { createMemoryLog } from '../support/memory-log.ts';
import { trustAuthority } from '../support/trust-authority.ts';
import { pick, results, valuesOf } from './support/pickers.ts';

/** More than the service's page, and more than the pickers' bound. */
const count = 130;

describe('artifact-source/artifact-type.contribution.json (emulated registry)', function () {
  this.timeout(60_000);
  let arm: ArmService;
  let source: Registry;
  let registry: ModelRegistry;

  before(async () => {
    arm = await startArmService();
    trustAuthority(arm.caPem);
    const { subscriptionId, resourceGroup, registry: name } = arm.scope;
    source = { kind: 'registry', subscriptionId, resourceGroup, name };
    const token = await arm.token();
    registry = createModelRegistry({
      connection: { armUrl: arm.url, audience: 'https://management.azure.com/', subscriptionId },
      credential: { getToken: () => Promise.resolve({ token, expiresOnTimestamp: Date.now() + 3_600_000 }) },
      log: createMemoryLog(),
      clock: createAutoClock(),
    });
    await register('fraud', '1', { tags: { stage: 'production' }, description: 'the "first"' });
    for (let version = 2; version <= count; version += 1) await register('fraud', String(version));
    await register('fraud', 'archived', { isArchived: true });
    await register('Fraud_model', '1');
    // A workspace of the registry's name with a model of the same name.
    await arm.call('PUT', 'models/fraud/versions/999', {
      properties: { modelUri: 'azureml://datastores/workspaceblobstore/paths/x' },
    });
  });
  after(() => arm.close());

  async function register(name: string, version: string, more: object = {}): Promise<void> {
    const path = `${arm.registry}/models/${name}/versions/${version}`;
    const upload = await arm.call('POST', `${path}/startPendingUpload`, {});
    const { blobUri } = upload.body['blobReferenceForConsumption'] as { blobUri: string };
    const begun = await arm.call('PUT', path, { properties: { modelUri: `${blobUri}/model`, ...more } });
    assert.equal(begun.status, 201, JSON.stringify(begun.body));
    for (;;) {
      const { body } = await arm.call('GET', String(begun.headers['azure-asyncoperation']));
      if (body['status'] === 'Succeeded') return;
    }
  }

  const sending =
    (options: CallOptions = {}): SendRequest =>
    async ({ url }) => {
      const { status, body } = await arm.call('GET', url, undefined, options);
      return { status, headers: {}, body: JSON.stringify(body) };
    };
  const options = (definition: string, more: Record<string, string> = {}, send = sending()) => ({
    send,
    endpoint: { url: `${arm.url}/`, subscriptionId: source.subscriptionId },
    inputs: {
      connection: 'c-1',
      sourceType: 'registry',
      subscription: source.subscriptionId,
      resourceGroup: source.resourceGroup,
      registry: source.name,
      definition,
      ...more,
    },
  });

  it('offers the registry and its models, and none of the workspace that has its name', async () => {
    assert.deepEqual(valuesOf(await pick('registry', options(''))), ['test']);
    const models = valuesOf(await pick('definition', options('')));
    assert.deepEqual(models.toSorted(), ['Fraud_model', 'fraud']);
    const seen = await registry.listModels(source);
    assert.deepEqual(models.toSorted(), seen.map(({ model }) => model).toSorted());
  });

  it('offers the newest versions over several pages, without archived ones, as the watcher sees them', async () => {
    const checked = await checkSource(
      registry,
      source,
      [{ model: 'fraud', cursors: [undefined] }],
      new Date(),
    );
    const newest = checked.get('fraud')?.versions.map(({ version }) => version) ?? [];
    assert.equal(newest.length, count);
    for (const target of ['versions', 'defaultVersionSpecific'])
      assert.deepEqual(valuesOf(await pick(target, options('fraud'))), newest.slice(0, 100), target);
    assert.deepEqual(valuesOf(await pick('latestVersion', options('fraud'))), [String(count)]);
    assert.equal((await registry.latestVersion(source, 'fraud'))?.version, String(count));
    const tagged = options('fraud', { tags: 'stage=production' });
    const [version] = await pick('versions', tagged);
    assert.equal(version?.value, '1');
    assert.match(version.data['commitMessage'] as string, /^Created 20.*: the "first"$/);
  });

  it('gives artifact details whose address answers with the version', async () => {
    const [details] = await results('artifactDetails', options('fraud', { version: '7' }));
    const { downloadUrl } = JSON.parse(details ?? '') as { downloadUrl: string };
    const reply = await arm.call('GET', downloadUrl);
    assert.equal(reply.body['name'], '7');
    assert.equal(reply.body['id'], `${arm.registry}/models/fraud/versions/7`);
  });

  it('says what is wrong: an unknown registry, an unknown model, no rights', async () => {
    const message = (target: string, of: ReturnType<typeof options>) =>
      pick(target, of).then(
        () => 'no error',
        (error: unknown) => (error instanceof Error ? error.message : ''),
      );
    assert.match(await message('definition', options('', { registry: 'gone' })), /registries\/gone/);
    assert.match(await message('versions', options('frod')), /frod/);
    const gone = { ...source, name: 'gone' };
    await assert.rejects(registry.listModels(gone), catalogueError('RegistryNotFound', 'gone', 'ml-test'));
    const { objectId } = arm.identity.client;
    arm.control.rights.revoke(objectId, '*/registries/models/*');
    try {
      assert.match(await message('definition', options('')), /registries\/models\/read/);
      await assert.rejects(
        registry.listModels(source),
        catalogueError('AzureForbidden', 'registries/models/read', 'registries/test/models'),
      );
    } finally {
      arm.control.rights.grant(objectId);
    }
  });
});
