import assert from 'node:assert/strict';
import { runTurns } from '../../../apps/watcher/loop.ts';
import { createAutoClock } from '../../support/auto-clock.ts';

/** Runs turns that take `durations` milliseconds each, stopping in the last; gives the pauses between them. */
async function pauses(durations: readonly number[], intervalSeconds: number): Promise<readonly number[]> {
  const clock = createAutoClock();
  const stop = new AbortController();
  let turns = 0;
  const turn = () => {
    clock.advance(durations[turns] ?? 0);
    turns += 1;
    if (turns === durations.length) stop.abort();
    return Promise.resolve({ fired: 0, failed: 0 });
  };
  await runTurns({ turn }, { clock, intervalSeconds, once: false, signal: stop.signal });
  assert.equal(turns, durations.length);
  return clock.slept;
}

describe('apps/watcher/loop.ts', () => {
  it('keeps the interval from start to start, and does not pause after a turn that took longer', async () => {
    assert.deepEqual(await pauses([0, 1500, 9000, 0], 5), [5000, 3500, 0]);
  });

  it('pauses no longer than the interval when the clock is set back', async () => {
    assert.deepEqual(await pauses([-3_600_000, 0], 5), [5000]);
  });

  it('makes one turn when asked for one, and gives how much of it failed', async () => {
    const turn = () => Promise.resolve({ fired: 1, failed: 2 });
    const { signal } = new AbortController();
    const options = { clock: createAutoClock(), intervalSeconds: 5, once: true, signal };
    assert.equal(await runTurns({ turn }, options), 2);
  });

  it('makes no further turn when it is stopped during a pause', async () => {
    const stop = new AbortController();
    const sleep = () => {
      stop.abort();
      return Promise.resolve();
    };
    const clock = { ...createAutoClock(), sleep };
    let turns = 0;
    const turn = () => Promise.resolve({ fired: 0, failed: (turns += 1) });
    await runTurns({ turn }, { clock, intervalSeconds: 5, once: false, signal: stop.signal });
    assert.equal(turns, 1);
  });
});
