import assert from 'node:assert/strict';
import { compareWatches, isUnchanged } from '../../../../src/core/watch/changes.ts';
import { watchOf } from '../../../artifact-source/support/versions.ts';

const one = watchOf('latest', 'one');
const two = watchOf('every', 'two');

describe('src/core/watch/changes.ts', () => {
  it('names what begins, what ends, and what goes on differently', () => {
    const three = watchOf('latest', 'three');
    assert.deepEqual(compareWatches([one, two], [{ ...two, mode: 'latest' }, three]), {
      added: ['three'],
      removed: ['one'],
      changed: ['two'],
    });
  });

  it('sees no change in another order of watches or keys', () => {
    const turned = Object.fromEntries(Object.entries(one).toReversed()) as unknown as typeof one;
    assert.equal(isUnchanged(compareWatches([one, two], [two, turned])), true);
    assert.equal(isUnchanged(compareWatches([one], [])), false);
  });

  it('sees a change deep inside', () => {
    const renamed = { ...one, target: { ...one.target, artifact: '_other' } };
    assert.deepEqual(compareWatches([one], [renamed]).changed, ['one']);
    const ruled = { ...one, rules: { skip: ['1', '2'] } };
    assert.deepEqual(compareWatches([ruled], [{ ...one, rules: { skip: ['2', '1'] } }]).changed, ['one']);
  });
});
