import assert from 'node:assert/strict';
import { modelTags } from '../../../../src/core/lineage/model-tags.ts';

const workspace = { subscriptionId: 's', resourceGroup: 'ml', name: 'prod' };

const version = {
  ...{ model: 'fraud', version: '7', id: '/fraud/7', createdAt: '2026-01-01T00:00:00Z', uri: 'u' },
  ...{ isArchived: false, tags: {}, properties: {} },
};

describe('src/core/lineage/model-tags.ts', () => {
  it('says which versions are in it, for which workspace, and which run made them', () => {
    assert.deepEqual(modelTags([{ ...version, jobName: 'brave_fox' }], workspace), {
      'azureml-release.model': 'fraud:7',
      'azureml-release.workspace': 'prod',
      'azureml-release.trainingRun': 'brave_fox',
    });
  });

  it('carries the training run and the origin of a promoted version on', () => {
    const properties = {
      'azureml-release.trainingRun': 'brave_fox',
      'azureml-release.promotedFrom': '/dev/fraud/7',
    };
    const tags = modelTags([{ ...version, properties }, version], workspace);
    assert.equal(tags['azureml-release.trainingRun'], 'brave_fox');
    assert.equal(tags['azureml-release.promotedFrom'], '/dev/fraud/7');
  });
});
