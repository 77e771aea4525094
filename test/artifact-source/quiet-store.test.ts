import assert from 'node:assert/strict';
import { createQuietStore } from '../../artifact-source/quiet-store.ts';
import type { WatchStore } from '../../src/ports/watch-store.ts';
import { watchStateContract } from '../contracts/watch-state.contract.ts';
import { createMemoryWatchState } from '../support/memory-watch-state.ts';

const checkedAt = '2026-11-21T00:00:00.000Z';
const owed = { version: '7', createdAt: checkedAt, state: 'owed', reason: 'the mode is every' } as const;

describe('artifact-source/quiet-store.ts', () => {
  watchStateContract(() => {
    const state = createMemoryWatchState();
    return { ...state, store: createQuietStore(state.store) };
  });

  let asked: string[];
  let fault: Error | undefined;
  let store: WatchStore;

  beforeEach(async () => {
    asked = [];
    fault = undefined;
    const { store: inner } = createMemoryWatchState();
    store = createQuietStore({
      ...inner,
      cursor: (id) => (asked.push('cursor'), inner.cursor(id)),
      owed: (id) => (asked.push('owed'), inner.owed(id)),
      async settle(...call) {
        await inner.settle(...call);
        if (fault !== undefined) throw fault;
      },
    });
    await store.record('a', { cursor: { checkedAt }, versions: [] });
  });

  it('asks once while nothing is written', async () => {
    for (let pass = 0; pass < 3; pass += 1) {
      assert.deepEqual(await store.cursor('a'), { checkedAt });
      assert.deepEqual(await store.owed('a'), []);
    }
    assert.deepEqual(asked, ['cursor', 'owed']);
  });

  it('asks again after a write, of this watch only', async () => {
    await store.cursor('a');
    await store.owed('a');
    await store.record('b', { cursor: { checkedAt }, versions: [] });
    await store.owed('a');
    assert.deepEqual(asked, ['cursor', 'owed']);
    await store.record('a', { cursor: { checkedAt, latestVersion: '7' }, versions: [owed] });
    assert.equal((await store.cursor('a'))?.latestVersion, '7');
    assert.deepEqual(await store.owed('a'), [owed]);
  });

  it('asks again after a write that failed, for it may have had its effect', async () => {
    await store.record('a', { cursor: { checkedAt }, versions: [owed] });
    assert.equal((await store.owed('a')).length, 1);
    fault = new Error('the answer was lost');
    await assert.rejects(store.settle('a', owed, { state: 'fired', reason: '' }), /lost/);
    assert.deepEqual(await store.owed('a'), []);
  });

  it('keeps nothing that was read while something was written', async () => {
    const reading = store.owed('a');
    const writing = store.record('a', { cursor: { checkedAt }, versions: [owed] });
    await Promise.all([reading, writing]);
    assert.equal((await store.owed('a')).length, 1);
  });
});
