import assert from 'node:assert/strict';
import { beginFrom } from '../../../../src/core/watch-config/watch-beginning.ts';
import { watchOf } from '../../../artifact-source/support/versions.ts';
import { catalogueError } from '../../../support/catalogue-error.ts';

describe('src/core/watch-config/watch-beginning.ts', () => {
  const [one, two] = [watchOf('every', 'one'), watchOf('every', 'two')];

  it('lets the one watch begin from a version, or the one that is named', () => {
    assert.deepEqual(beginFrom([one], { from: '7' }), [{ ...one, from: '7' }]);
    assert.deepEqual(beginFrom([one, two], { from: '7', watch: 'two' }), [one, { ...two, from: '7' }]);
    assert.deepEqual(beginFrom([one, two], {}), [one, two]);
  });

  it('asks which, if there are several, and refuses one that is not there', () => {
    assert.throws(
      () => beginFrom([one, two], { from: '7' }),
      catalogueError('WatchArgumentsInvalid', '--watch NAME, one of: one, two'),
    );
    assert.throws(
      () => beginFrom([one, two], { from: '7', watch: 'three' }),
      catalogueError('WatchUnknown', "'three'", 'one, two'),
    );
  });
});
