import assert from 'node:assert/strict';
import { createWatchList } from '../../../apps/watcher/watch-list.ts';
import type { Watch } from '../../../src/core/watch.ts';
import { watchOf } from '../../artifact-source/support/versions.ts';

describe('apps/watcher/watch-list.ts', () => {
  it('replaces the watches of one origin and keeps those of the others', () => {
    const seen: string[][] = [];
    const replaceWatches = (watches: readonly Watch[]) => {
      seen.push(watches.map(({ name }) => name));
      return { added: [], removed: [], changed: [] };
    };
    const list = createWatchList({ replaceWatches }, { file: [watchOf('latest', 'a')] });
    list.set('found', [watchOf('latest', 'b')]);
    list.set('file', [watchOf('latest', 'c'), watchOf('latest', 'd')]);
    list.set('found', []);
    assert.deepEqual(seen, [
      ['a', 'b'],
      ['c', 'd', 'b'],
      ['c', 'd'],
    ]);
  });
});
