import assert from 'node:assert/strict';
import { createLedState } from '../../artifact-source/led-state.ts';
import { watchStateContract } from '../contracts/watch-state.contract.ts';
import { catalogueError } from '../support/catalogue-error.ts';
import { createMemoryTerm } from '../support/memory-term.ts';
import { createMemoryWatchState } from '../support/memory-watch-state.ts';

describe('artifact-source/led-state.ts', () => {
  describe('while this watcher leads', () => {
    watchStateContract(() => {
      const led = createLedState();
      led.enter({ term: createMemoryTerm(1), state: createMemoryWatchState() });
      return led;
    });
  });

  it('has nothing to say before this watcher leads and after it did', async () => {
    const led = createLedState();
    const lost = catalogueError('WatchLeadershipLost');
    await assert.rejects(led.store.cursor('w'), lost);
    led.enter({ term: createMemoryTerm(1), state: createMemoryWatchState() });
    assert.equal(await led.store.cursor('w'), undefined);
    led.enter(undefined);
    await assert.rejects(led.controls.all(), lost);
    await assert.rejects(led.confirm(), lost);
  });

  it('has the state of the term that is now', async () => {
    const led = createLedState();
    const cursor = { checkedAt: '2026-11-21T00:00:00.000Z' };
    led.enter({ term: createMemoryTerm(1), state: createMemoryWatchState() });
    await led.store.record('w', { cursor, versions: [] });
    led.enter({ term: createMemoryTerm(2), state: createMemoryWatchState() });
    assert.equal(await led.store.cursor('w'), undefined);
  });
});
