import assert from 'node:assert/strict';
import { createCancellation } from '../../../../src/adapters/local/cancellation.ts';
import { catalogueError } from '../../../support/catalogue-error.ts';
import { createManualClock } from '../../../support/manual-clock.ts';

const cancelled = catalogueError('RunCancelled', 'SIGINT');

describe('src/adapters/local/cancellation.ts', () => {
  it('breaks off the wait that it meets, and no later one', async () => {
    const inner = createManualClock();
    const { clock, cancel, checkpoint } = createCancellation(inner);
    const wait = clock.sleep(60_000);
    cancel('SIGINT');
    await assert.rejects(wait, cancelled);
    checkpoint();
    const later = clock.sleep(1_000);
    inner.advance(1_000);
    await later;
  });

  it('meets the next wait where nobody waits', async () => {
    const { clock, cancel } = createCancellation(createManualClock());
    cancel('SIGINT');
    await assert.rejects(clock.sleep(60_000), cancelled);
  });

  it('meets the next checkpoint where nobody waits, once', () => {
    const { cancel, checkpoint } = createCancellation(createManualClock());
    checkpoint();
    cancel('SIGINT');
    assert.throws(checkpoint, cancelled);
    checkpoint();
  });

  it('waits as long as it is told, and no longer than a signal lets it', async () => {
    const inner = createManualClock();
    const { clock } = createCancellation(inner);
    const stop = new AbortController();
    const wait = clock.sleep(60_000, stop.signal);
    stop.abort();
    await wait;
    assert.equal(clock.now().getTime(), inner.now().getTime());
  });
});
