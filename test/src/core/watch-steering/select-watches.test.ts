import assert from 'node:assert/strict';
import { listingOf } from '../../../../src/core/watch/listing.ts';
import { selectWatches } from '../../../../src/core/watch-steering/select-watches.ts';
import { watchOf } from '../../../artifact-source/support/versions.ts';
import { catalogueError } from '../../../support/catalogue-error.ts';

describe('src/core/watch-steering/select-watches.ts', () => {
  const [a, b, c] = [
    listingOf(watchOf('every', 'a', 'fraud')),
    listingOf(watchOf('every', 'b', 'fraud')),
    listingOf(watchOf('every', 'c', 'churn')),
  ];
  const watches = [a, b, c];
  const select = (rest: { model?: string; watch?: string; all?: boolean }) =>
    selectWatches(watches, { command: 'pause', all: false, ...rest });

  it('takes the only one that can be meant', () => {
    assert.deepEqual(select({ model: 'churn' }), [c]);
    assert.deepEqual(select({ watch: 'b' }), [b]);
    assert.deepEqual(select({ watch: 'a', model: 'fraud' }), [a]);
  });

  it('takes several only when all are asked for', () => {
    assert.deepEqual(select({ all: true }), watches);
    assert.deepEqual(select({ all: true, model: 'fraud' }), [a, b]);
    assert.throws(() => select({ model: 'fraud' }), catalogueError('WatchAmbiguous', "'pause'", 'a, b'));
  });

  it('refuses names that nobody has', () => {
    assert.throws(() => select({ watch: 'd' }), catalogueError('WatchUnknown', "'d'", 'a, b, c'));
    assert.throws(
      () => select({ model: 'Fraud' }),
      catalogueError('WatchModelUnknown', "'Fraud'", 'fraud, churn'),
    );
    assert.throws(
      () => select({ watch: 'c', model: 'fraud' }),
      catalogueError('WatchModelUnknown', 'only churn'),
    );
  });
});
