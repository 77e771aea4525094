import assert from 'node:assert/strict';
import { fits, type ModelFilter } from '../../../../src/core/model/filter.ts';
import type { ModelVersion } from '../../../../src/core/model/version.ts';

const version: ModelVersion = {
  ...{
    model: 'fraud',
    version: '1',
    id: 'i',
    createdAt: '2026-01-01T00:00:00Z',
    uri: 'u',
    isArchived: false,
  },
  ...{ jobName: 'run', tags: { r2: '0.45', eq: 'a=b' }, properties: { sampleInputDatasetId: 'd' } },
};
const fit = (filter: Partial<ModelFilter>) => fits({ tags: [], properties: [], ...filter }, version);

describe('src/core/model/filter.ts', () => {
  it('takes everything when nothing is asked for', () => assert.ok(fit({})));

  it('asks for tags and properties by name and by value, every one of them', () => {
    assert.ok(fit({ tags: ['r2'] }) && fit({ tags: ['r2=0.45', 'eq=a=b'] }));
    assert.ok(!fit({ tags: ['r2=0.4'] }) && !fit({ tags: ['r2', 'other'] }));
    assert.ok(fit({ properties: ['sampleInputDatasetId=d'] }) && !fit({ properties: ['toString'] }));
  });

  it('asks for the run and for a sample dataset', () => {
    assert.ok(fit({ run: 'run', dataset: 'd' }));
    assert.ok(!fit({ run: 'other' }) && !fit({ dataset: 'other' }));
  });
});
