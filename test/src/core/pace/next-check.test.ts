import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  type CheckHistory,
  type CheckOutcome,
  afterCheck,
  longestBackOff,
  nextCheck,
  noHistory,
} from '../../../../src/core/pace/next-check.ts';

const rule = { interval: 60_000, intervalWithEvents: 600_000 };
const quiet: CheckOutcome = { cause: 'schedule', passed: true, leftWork: false, found: 0 };
const found: CheckOutcome = { ...quiet, found: 1 };
const announced: CheckOutcome = { ...found, cause: 'event' };
const failed: CheckOutcome = { ...quiet, passed: false };

const after = (...outcomes: readonly CheckOutcome[]): CheckHistory => outcomes.reduce(afterCheck, noHistory);
const delay = (history: CheckHistory, random = 0): number => nextCheck(history, rule, random).delay;

describe('src/core/pace/next-check.ts', () => {
  it('keeps the interval while nothing is known of events, whatever the checks find', () => {
    assert.equal(delay(noHistory), 60_000);
    assert.equal(delay(after(quiet, quiet, quiet, quiet)), 60_000);
    assert.equal(delay(after(found, quiet, found)), 60_000);
  });

  it('stretches the interval step by step while events are healthy', () => {
    const delays = [1, 2, 3, 4, 5, 6, 7].map((count) =>
      delay(after(announced, ...Array.from({ length: count }, () => quiet))),
    );
    assert.deepEqual(delays, [60_000, 120_000, 240_000, 480_000, 600_000, 600_000, 600_000]);
    assert.match(nextCheck(after(announced, quiet, quiet), rule, 0).reason, /events arrive/);
  });

  it('shrinks it after an event', () => {
    assert.equal(delay(after(announced, quiet, quiet, quiet, announced)), 60_000);
  });

  it('looks again soon when an event came before the list showed what it is about', () => {
    assert.equal(delay(after({ ...announced, found: 0 })), 2000);
    assert.equal(nextCheck(after({ ...announced, found: 0 }), { ...rule, interval: 1000 }, 0).delay, 1000);
  });

  it('trusts events no more once a check finds a version that none of them had announced', () => {
    assert.equal(delay(after(announced, quiet, quiet, found, quiet, quiet, quiet)), 60_000);
  });

  it('does not stretch while something is left to be done', () => {
    const left = { ...quiet, leftWork: true };
    assert.equal(delay(after(announced, quiet, quiet, left)), 60_000);
  });

  it('backs off from a source that fails, further than any window of a limiter of minutes', () => {
    const delays = [1, 2, 3, 4, 9, 99].map((count) =>
      delay(after(...Array.from({ length: count }, () => failed))),
    );
    assert.deepEqual(delays, [120_000, 240_000, 480_000, 600_000, 600_000, 600_000]);
    assert.ok(longestBackOff > 5 * 60_000, 'the window of Azure DevOps');
    assert.equal(nextCheck(after(failed, failed), rule, 0).reason, 'the check failed 2 times in a row');
    assert.equal(delay(after(failed, failed, quiet)), 60_000, 'and is back at once');
  });

  const outcome = fc.record({
    cause: fc.constantFrom('schedule' as const, 'event' as const),
    passed: fc.boolean(),
    leftWork: fc.boolean(),
    found: fc.nat(3),
  });
  it('never waits less than the shortest pause nor more than the longest one, through any history', () => {
    fc.assert(
      fc.property(
        fc.array(outcome, { maxLength: 80 }),
        fc.integer({ min: 1000, max: 86_400_000 }),
        fc.integer({ min: 1000, max: 86_400_000 }),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (outcomes, interval, intervalWithEvents, random) => {
          const next = nextCheck(after(...outcomes), { interval, intervalWithEvents }, random);
          assert.ok(next.delay >= Math.min(interval, 2000), `${next.delay}`);
          assert.ok(next.delay <= Math.max(interval, intervalWithEvents, longestBackOff), `${next.delay}`);
          assert.notEqual(next.reason, '');
        },
      ),
    );
  });
});
