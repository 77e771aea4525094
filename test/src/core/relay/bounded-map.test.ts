import assert from 'node:assert/strict';
import { createBoundedMap } from '../../../../src/core/relay/bounded-map.ts';

describe('src/core/relay/bounded-map.ts', () => {
  it('forgets what was not touched for longest', () => {
    const map = createBoundedMap<number>(2);
    map.set('a', 1);
    map.set('b', 2);
    assert.equal(map.get('a'), 1);
    map.set('c', 3);
    assert.deepEqual([map.get('a'), map.get('b'), map.get('c'), map.size], [1, undefined, 3, 2]);
    map.set('a', 4);
    map.set('d', 5);
    assert.deepEqual([map.get('a'), map.get('c')], [4, undefined]);
  });
});
