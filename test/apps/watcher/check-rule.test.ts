import assert from 'node:assert/strict';
import { checkRule } from '../../../apps/watcher/check-rule.ts';

describe('apps/watcher/check-rule.ts', () => {
  const of = (intervalSeconds: number, intervalWithEventsSeconds?: number) => ({
    intervalSeconds,
    intervalWithEventsSeconds,
  });

  it('stretches ten times, a quarter of an hour at most, and never shortens', () => {
    assert.deepEqual(checkRule(of(60)), { interval: 60_000, intervalWithEvents: 600_000 });
    assert.deepEqual(checkRule(of(600)), { interval: 600_000, intervalWithEvents: 900_000 });
    assert.deepEqual(checkRule(of(3600)), { interval: 3_600_000, intervalWithEvents: 3_600_000 });
  });

  it('takes what the configuration says, and the interval of the command line before it', () => {
    assert.deepEqual(checkRule(of(60, 120)), { interval: 60_000, intervalWithEvents: 120_000 });
    assert.deepEqual(checkRule(of(60), 1), { interval: 1000, intervalWithEvents: 10_000 });
  });
});
