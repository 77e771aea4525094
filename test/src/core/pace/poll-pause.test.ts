import assert from 'node:assert/strict';
import { pollPause } from '../../../../src/core/pace/poll-pause.ts';

const rule = { firstMs: 1000, longestMs: 10_000 };

describe('src/core/pace/poll-pause.ts', () => {
  it('waits longer each time, up to the longest pause', () => {
    const pauses = [0, 1, 2, 20].map((turn) => pollPause(turn, rule));
    assert.deepEqual(pauses, [1000, 1500, 2250, 10_000]);
  });

  it('waits as long as the service asks for, whatever the turn', () => {
    assert.deepEqual([pollPause(9, rule, 0), pollPause(0, rule, 60_000)], [0, 60_000]);
  });
});
