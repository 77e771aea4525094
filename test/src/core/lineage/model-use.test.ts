import assert from 'node:assert/strict';
import { deployedModel, type ModelUse, useInWords, usesOf } from '../../../../src/core/lineage/model-use.ts';

const use = (more: Partial<ModelUse>): ModelUse => ({
  kind: 'online endpoint',
  service: 'fraud',
  models: [{ model: 'fraud', version: '7' }],
  state: 'Succeeded',
  tags: {},
  ...more,
});

const names = (uses: readonly ModelUse[]) => uses.map(({ service }) => service);

describe('src/core/lineage/model-use.ts', () => {
  it('reads every form in which a deployment names its model', () => {
    const workspace =
      '/subscriptions/s/resourceGroups/g/providers/Microsoft.MachineLearningServices/workspaces/w';
    const seven = { model: 'fraud', version: '7' };
    assert.deepEqual(deployedModel(`${workspace}/models/fraud/versions/7`), seven);
    assert.deepEqual(deployedModel('azureml:fraud:7'), seven);
    assert.deepEqual(deployedModel('azureml://registries/shared/models/fraud/versions/7'), {
      ...seven,
      registry: 'shared',
    });
    for (const other of ['', 'azureml:fraud@latest', `${workspace}/codes/fraud/versions/7`])
      assert.equal(deployedModel(other), undefined, other);
  });

  it('finds one version or all of a model, and never another of nearly the same name', () => {
    const uses = [
      use({ service: 'a' }),
      use({ service: 'b', models: [{ model: 'FRAUD', version: '8' }] }),
      use({ service: 'c', models: [{ model: 'fraud2', version: '7' }] }),
      use({ service: 'd', models: [{ model: 'fraud', version: '70' }] }),
    ];
    assert.deepEqual(names(usesOf(uses, { model: 'fraud', version: '7' })), ['a']);
    assert.deepEqual(names(usesOf(uses, { model: 'fraud' })), ['a', 'b', 'd']);
  });

  it('keeps a registry apart from the workspace', () => {
    const uses = [
      use({ service: 'own' }),
      use({ service: 'shared', models: [{ model: 'fraud', version: '7', registry: 'models' }] }),
    ];
    assert.deepEqual(names(usesOf(uses, { model: 'fraud', version: '7' })), ['own']);
    assert.deepEqual(names(usesOf(uses, { model: 'fraud', registry: 'Models' })), ['shared']);
  });

  it('counts a deployment without traffic, one that failed, and none that is being deleted', () => {
    const uses = [
      use({ service: 'idle', share: 0 }),
      use({ service: 'failed', state: 'Failed' }),
      use({ service: 'leaving', state: 'Deleting' }),
    ];
    assert.deepEqual(names(usesOf(uses, { model: 'fraud' })), ['idle', 'failed']);
  });

  it('counts what has more models than its tag could name, as it may be any of them', () => {
    const uses = [use({ models: [], hasMore: true })];
    assert.deepEqual(usesOf(uses, { model: 'limits', version: '2' }), uses);
    assert.match(useInWords(use({ hasMore: true })), /with more models than its tag could name/);
  });

  it('names a use as a person would look for it', () => {
    assert.equal(
      useInWords(use({ deployment: 'v7', share: 90 })),
      "online endpoint 'fraud', deployment 'v7' (90 % of its traffic)",
    );
    assert.equal(useInWords(use({ kind: 'container group' })), "container group 'fraud'");
    assert.equal(
      useInWords(use({ kind: 'container', place: 'this machine' })),
      "container 'fraud' on this machine",
    );
  });
});
