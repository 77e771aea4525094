import assert from 'node:assert/strict';
import type { ModelVersion } from '../../../src/core/model/version.ts';
import {
  decidePromotion,
  promotedContent,
  promotedVersion,
  uploadIdOf,
} from '../../../src/core/promotion.ts';

const source: ModelVersion = {
  ...{
    model: 'fraud',
    version: '7',
    id: '/dev/models/fraud/versions/7',
    createdAt: '2026-01-01T00:00:00.000Z',
  },
  ...{ uri: 'azureml://datastores/a/paths/m', type: 'mlflow_model', jobName: 'brave_fox', isArchived: false },
  ...{ tags: { quality: 'good' }, properties: { area: '0.93' } },
};
const made = (version: string, from: ModelVersion, content: string): ModelVersion => {
  const { uri, tags, properties } = promotedVersion(from, { uri: 'there', content, lineage: {} });
  return { ...from, id: `/prod/models/fraud/versions/${version}`, version, uri, tags, properties };
};
const ask = (there: readonly ModelVersion[], next?: string) =>
  decidePromotion({ source, content: 'c1', there, ...(next !== undefined && { next }) });

describe('src/core/promotion.ts', () => {
  it('keeps a version that is free, and finds what it made', () => {
    assert.deepEqual(ask([]), { kind: 'create', version: '7', reason: 'the version is kept and free' });
    assert.equal(ask([made('7', source, 'c1')]).kind, 'there');
    assert.equal(ask([made('12', source, 'c1')], '13').kind, 'there');
  });

  it('refuses a number that is taken: by others, by other files, or by an earlier version of this number', () => {
    assert.deepEqual(ask([{ ...source, id: '/prod/x', properties: {} }]), { kind: 'taken', version: '7' });
    assert.equal(ask([made('7', source, 'c2')]).kind, 'taken');
    const earlier = { ...source, createdAt: '2025-01-01T00:00:00.000Z' };
    assert.equal(ask([made('7', earlier, 'c1')]).kind, 'taken');
    assert.deepEqual(ask([made('7', source, 'c2')], '8').kind, 'create');
  });

  it('carries everything along, the training run as a property, and through a second promotion, too', () => {
    const first = promotedVersion(source, { uri: 'u', content: 'c', lineage: { release: 'r' } });
    assert.deepEqual(first.tags, { quality: 'good', release: 'r' });
    assert.equal(first.type, 'mlflow_model');
    assert.equal(first.jobName, undefined);
    assert.deepEqual(
      [first.properties['area'], first.properties['azureml-release.trainingRun']],
      ['0.93', 'brave_fox'],
    );
    const { jobName, ...promoted } = made('7', source, 'c');
    assert.equal(jobName, 'brave_fox');
    assert.equal(
      promotedVersion(promoted, { uri: 'u', content: 'c', lineage: {} }).properties[
        'azureml-release.trainingRun'
      ],
      'brave_fox',
    );
  });

  it('tells contents apart by path, length and MD5, whatever their order', () => {
    const [a, b] = [
      { path: 'a', size: 1, md5: 'x' },
      { path: 'b', size: 2 },
    ];
    assert.equal(promotedContent([a, b]), promotedContent([b, a]));
    for (const other of [[a], [a, { ...b, size: 3 }], [{ ...a, md5: 'y' }, b], [{ ...a, path: 'c' }, b]])
      assert.notEqual(promotedContent(other), promotedContent([a, b]));
  });

  it('makes a UUID that is the same for the same promotion', () => {
    assert.match(uploadIdOf('x'), /^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/);
    assert.equal(uploadIdOf('x'), uploadIdOf('x'));
    assert.notEqual(uploadIdOf('x'), uploadIdOf('y'));
  });
});
