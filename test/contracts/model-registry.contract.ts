// What every model registry has to do; run on the fake and on the real adapter against the emulated workspace.
import assert from 'node:assert/strict';
import { type ModelSource, sourceInWords, sourcePath } from '../../src/core/model/source.ts';
import type { ModelRegistry } from '../../src/ports/model-registry.ts';
import { catalogueError } from '../support/catalogue-error.ts';

export interface RegistryUnderTest {
  readonly registry: ModelRegistry;
  readonly source: ModelSource;
  /** Registers a version; of two versions the one that was registered later is the newer one. */
  register(
    model: string,
    version: string,
    more?: { isArchived?: boolean; tags?: Record<string, string> },
  ): Promise<void>;
}

/** @param open gives a registry without models */
export function modelRegistryContract(open: () => Promise<RegistryUnderTest>): void {
  let test: RegistryUnderTest;
  before(async () => {
    test = await open();
    await test.register('contract-fraud', '10', { tags: { r2: '0.45' } });
    await test.register('contract-fraud', '9');
    await test.register('contract-fraud', 'rc-1');
    await test.register('contract-fraud', '11', { isArchived: true });
    await test.register('contract-churn', '1');
  });

  it('lists the active versions, most recently created first, whatever their names', async () => {
    const { registry, source } = test;
    const versions = await registry.listVersions(source, 'contract-fraud');
    assert.deepEqual(
      versions.map(({ version }) => version),
      ['rc-1', '9', '10'],
    );
  });

  it('gives the most recently created active version', async () => {
    const latest = await test.registry.latestVersion(test.source, 'contract-fraud');
    assert.equal(latest?.version, 'rc-1');
  });

  it('gives one version with all that is known of it', async () => {
    const found = await test.registry.getVersion(test.source, 'contract-fraud', '10');
    assert.ok(found);
    const { model, version, tags, isArchived, uri, createdAt, id } = found;
    assert.deepEqual(
      { model, version, tags, isArchived },
      {
        model: 'contract-fraud',
        version: '10',
        tags: { r2: '0.45' },
        isArchived: false,
      },
    );
    assert.match(uri, /^(azureml|https):\/\//);
    assert.ok(!Number.isNaN(Date.parse(createdAt)));
    assert.equal(id, `${sourcePath(test.source)}/models/contract-fraud/versions/10`);
  });

  it('lists the models of the source', async () => {
    const names = (await test.registry.listModels(test.source)).map(({ model }) => model);
    assert.ok(names.includes('contract-fraud') && names.includes('contract-churn'));
  });

  it('answers absent for what is not there, and an error where versions of it are asked for', async () => {
    const { registry, source } = test;
    assert.equal(await registry.getVersion(source, 'contract-fraud', '99'), undefined);
    assert.equal(await registry.getVersion(source, 'contract-none', '1'), undefined);
    assert.equal(await registry.latestVersion(source, 'contract-none'), undefined);
    await assert.rejects(
      registry.listVersions(source, 'contract-none'),
      catalogueError('ModelNotFound', 'contract-none', sourceInWords(source)),
    );
  });

  it('tells a missing source from a missing model, and a registry from a workspace of its name', async () => {
    const { registry } = test;
    const nowhere = { ...test.source, name: 'nowhere' };
    const isRegistry = nowhere.kind === 'registry';
    const code = isRegistry ? 'RegistryNotFound' : 'WorkspaceNotFound';
    const missing = catalogueError(code, 'nowhere', nowhere.resourceGroup);
    await assert.rejects(registry.listModels(nowhere), missing);
    await assert.rejects(registry.listVersions(nowhere, 'contract-fraud'), missing);
    await assert.rejects(registry.latestVersion(nowhere, 'contract-fraud'), missing);
    await assert.rejects(registry.getVersion(nowhere, 'contract-fraud', '10'), missing);
    const { subscriptionId, resourceGroup, name } = test.source;
    const names = { subscriptionId, resourceGroup, name };
    const other: ModelSource = isRegistry ? names : { kind: 'registry', ...names };
    await assert.rejects(
      registry.getVersion(other, 'contract-fraud', '10'),
      catalogueError(isRegistry ? 'WorkspaceNotFound' : 'RegistryNotFound', name),
    );
  });
}
