import assert from 'node:assert/strict';
import { usesByTags } from '../../../../src/core/lineage/uses-by-tags.ts';

const workspace = { subscriptionId: 's', resourceGroup: 'ml', name: 'prod' };

const uses = (tags: Readonly<Record<string, string>>) =>
  usesByTags({ kind: 'container', service: 'fraud', state: 'running', tags }, workspace);

describe('src/core/lineage/uses-by-tags.ts', () => {
  const model = { 'azureml-release.model': 'fraud:7' };

  it('finds the models that the tags name', () => {
    assert.deepEqual(uses(model), [
      {
        ...{ kind: 'container', service: 'fraud', state: 'running', tags: model },
        models: [{ model: 'fraud', version: '7' }],
      },
    ]);
    assert.deepEqual(uses({ team: 'x' }), []);
  });

  it('leaves out what was deployed for another workspace, and keeps what does not say for which', () => {
    const owned = (name: string) => uses({ ...model, 'azureml-release.workspace': name }).length;
    assert.deepEqual([owned('Prod'), owned('dev')], [1, 0]);
  });

  it('says that there are more models than the tag could name', () => {
    const [use] = uses({ 'azureml-release.model': 'fraud:7, ...' });
    assert.deepEqual([use?.models.length, use?.hasMore], [1, true]);
  });
});
