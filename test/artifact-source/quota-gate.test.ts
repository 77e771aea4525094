import assert from 'node:assert/strict';
import { createQuotaGate } from '../../artifact-source/quota-gate.ts';
import { createManualClock } from '../support/manual-clock.ts';

const rule = {
  perSecond: 1,
  burst: 1,
  comfortable: 0,
  slowest: 0,
  backOff: { first: 1000, longest: 60_000 },
};

describe('artifact-source/quota-gate.ts', () => {
  const scene = () => {
    const clock = createManualClock();
    const from = clock.now().getTime();
    const gate = createQuotaGate(rule, clock, () => 0);
    return { clock, gate, seconds: () => (clock.now().getTime() - from) / 1000 };
  };

  it('makes calls wait one behind the other', async () => {
    const { clock, gate, seconds } = scene();
    const entered: number[] = [];
    const calls = [1, 2, 3].map(async () => {
      assert.equal(await gate.enter(), 0);
      entered.push(seconds());
    });
    await clock.until(Promise.all(calls));
    assert.deepEqual(entered, [0, 1, 2]);
  });

  it('says how long it would take instead of waiting longer than a check may', async () => {
    const { clock, gate } = scene();
    gate.learn({ status: 429, retryAfterMilliseconds: 31_000 });
    assert.equal(await gate.enter(), 31_000);
    clock.advance(2000);
    assert.equal(await clock.until(gate.enter()), 0, 'a short rest is waited for');
  });

  it('holds a call that waits already when another answer asks for a pause', async () => {
    const { clock, gate, seconds } = scene();
    await gate.enter();
    const waiting = gate.enter();
    gate.learn({ status: 429, retryAfterMilliseconds: 20_000 });
    assert.equal(await clock.until(waiting), 0);
    assert.equal(seconds(), 20);
    await gate.enter();
    const other = gate.enter();
    gate.learn({ status: 429, retryAfterMilliseconds: 40_000 });
    assert.equal(await clock.until(other), 40_000 - 1000);
  });
});
