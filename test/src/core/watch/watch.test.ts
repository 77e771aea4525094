import assert from 'node:assert/strict';
import { watchId } from '../../../../src/core/watch/watch.ts';
import { registry, watchOf } from '../../../artifact-source/support/versions.ts';

describe('src/core/watch/watch.ts', () => {
  it('keeps a watch under its source and its name, ignoring the case of the workspace only', () => {
    const watch = watchOf('latest');
    const spelt = { ...watch.source, name: 'PROD' };
    assert.equal(watchId({ ...watch, source: spelt }), watchId(watch));
    for (const other of [
      { ...watch, name: 'other' },
      { ...watch, model: 'Fraud' },
      { ...watch, source: { ...watch.source, name: 'test' } },
      { ...watch, source: registry },
    ]) {
      assert.notEqual(watchId(other), watchId(watch));
    }
  });

  it('keeps it under the same when only its target or mode changes', () => {
    const watch = watchOf('latest');
    const target = { kind: 'release', project: 'p', definition: 1, artifact: 'a' } as const;
    assert.equal(watchId({ ...watch, mode: 'every', target }), watchId(watch));
  });
});
