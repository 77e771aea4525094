import assert from 'node:assert/strict';
import { within } from '../../artifact-source/relay-deadline.ts';
import { createManualClock } from '../support/manual-clock.ts';

describe('artifact-source/relay-deadline.ts', () => {
  it('gives the value of work that ends in time, and wakes nobody later', async () => {
    const clock = createManualClock();
    assert.deepEqual(await clock.until(within(clock, 1000, () => Promise.resolve(7))), { value: 7 });
    await assert.rejects(clock.until(new Promise(() => undefined)), /nobody sleeps/);
  });

  it('is absent when the time is up, and tells the work so', async () => {
    const clock = createManualClock();
    let told = false;
    const began = clock.now().getTime();
    const late = within(clock, 1000, (signal) => {
      signal.addEventListener('abort', () => (told = true));
      return new Promise(() => undefined);
    });
    assert.equal(await clock.until(late), undefined);
    assert.deepEqual([told, clock.now().getTime() - began], [true, 1000]);
  });

  it('does not begin without time', async () => {
    const clock = createManualClock();
    assert.equal(await within(clock, 0, () => assert.fail('it began')), undefined);
  });

  it('throws what the work throws in time, and swallows what it throws after', async () => {
    const clock = createManualClock();
    await assert.rejects(
      within(clock, 1000, () => Promise.reject(new Error('in time'))),
      /in time/,
    );
    const late = within(
      clock,
      1000,
      (signal) =>
        new Promise((_, reject) => {
          signal.addEventListener('abort', () => {
            reject(new Error('too late'));
          });
        }),
    );
    assert.equal(await clock.until(late), undefined);
  });
});
