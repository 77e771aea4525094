// What every model registry has to do; run on the fake and on the real adapter against the emulated workspace.
import assert from 'node:assert/strict';
import type { Workspace } from '../../src/core/workspace.ts';
import type { ModelRegistry } from '../../src/ports/model-registry.ts';
import { catalogueError } from '../support/catalogue-error.ts';

export interface RegistryUnderTest {
  readonly registry: ModelRegistry;
  readonly workspace: Workspace;
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
    const { registry, workspace } = test;
    const versions = await registry.listVersions(workspace, 'contract-fraud');
    assert.deepEqual(
      versions.map(({ version }) => version),
      ['rc-1', '9', '10'],
    );
  });

  it('gives the most recently created active version', async () => {
    const latest = await test.registry.latestVersion(test.workspace, 'contract-fraud');
    assert.equal(latest?.version, 'rc-1');
  });

  it('gives one version with all that is known of it', async () => {
    const found = await test.registry.getVersion(test.workspace, 'contract-fraud', '10');
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
    assert.match(uri, /^azureml:\/\//);
    assert.ok(!Number.isNaN(Date.parse(createdAt)));
    assert.match(id, /\/workspaces\/[^/]+\/models\/contract-fraud\/versions\/10$/);
  });

  it('lists the models of the workspace', async () => {
    const names = (await test.registry.listModels(test.workspace)).map(({ model }) => model);
    assert.ok(names.includes('contract-fraud') && names.includes('contract-churn'));
  });

  it('answers absent for what is not there, and an error where versions of it are asked for', async () => {
    const { registry, workspace } = test;
    assert.equal(await registry.getVersion(workspace, 'contract-fraud', '99'), undefined);
    assert.equal(await registry.getVersion(workspace, 'contract-none', '1'), undefined);
    assert.equal(await registry.latestVersion(workspace, 'contract-none'), undefined);
    await assert.rejects(
      registry.listVersions(workspace, 'contract-none'),
      catalogueError('ModelNotFound', 'contract-none', workspace.name),
    );
  });

  it('tells a missing workspace from a missing model', async () => {
    const { registry } = test;
    const nowhere = { ...test.workspace, name: 'nowhere' };
    const missing = catalogueError('WorkspaceNotFound', 'nowhere', nowhere.resourceGroup);
    await assert.rejects(registry.listModels(nowhere), missing);
    await assert.rejects(registry.listVersions(nowhere, 'contract-fraud'), missing);
    await assert.rejects(registry.latestVersion(nowhere, 'contract-fraud'), missing);
    await assert.rejects(registry.getVersion(nowhere, 'contract-fraud', '10'), missing);
  });
}
