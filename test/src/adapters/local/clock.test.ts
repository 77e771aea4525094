import assert from 'node:assert/strict';
import { systemClock } from '../../../../src/adapters/local/clock.ts';

describe('src/adapters/local/clock.ts', () => {
  it("tells the machine's time", () => {
    assert.ok(Math.abs(systemClock.now().getTime() - Date.now()) < 1000);
  });

  it('wakes up at once when the wait is called off, without an error', async () => {
    const off = new AbortController();
    const sleeping = systemClock.sleep(60_000, off.signal);
    off.abort();
    await sleeping;
    await systemClock.sleep(60_000, off.signal);
  });

  it('sleeps until the time is over', async () => {
    await systemClock.sleep(1);
  });
});
