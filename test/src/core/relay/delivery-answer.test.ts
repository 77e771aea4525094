import assert from 'node:assert/strict';
import fc from 'fast-check';
import { deliveryAnswer } from '../../../../src/core/relay/delivery-answer.ts';
import type { RelayOutcome } from '../../../../src/core/relay/relay-outcome.ts';

const outcomes = {
  forwarded: { outcome: 'forwarded', reason: 'version 7 is forwarded' },
  ignored: { outcome: 'ignored', reason: 'it is foreign' },
  malformed: { outcome: 'refused', fault: 'malformed', reason: 'it has no type' },
  forbidden: { outcome: 'refused', fault: 'forbidden', reason: 'it is of another workspace' },
  later: { outcome: 'later', reason: 'it is not there yet' },
} as const satisfies Record<string, RelayOutcome>;

/** The codes on which Event Grid gives up, and those by which it takes a delivery for done. */
const final = [400, 401, 403, 413];
const done = [200, 201, 202, 203, 204];

describe('src/core/relay/delivery-answer.ts', () => {
  for (const [names, status] of [
    [['forwarded'], 200],
    [['ignored'], 200],
    [['malformed'], 400],
    [['forbidden'], 403],
    [['later'], 503],
    [['forwarded', 'ignored'], 200],
    [['forwarded', 'malformed'], 400],
    [['forwarded', 'forbidden', 'later'], 503],
    [[], 400],
  ] as const) {
    it(`answers [${names.join(', ')}] with ${status}`, () => {
      assert.equal(deliveryAnswer(names.map((name) => outcomes[name])).status, status);
    });
  }

  it('gives the reason of the event that decided', () => {
    assert.match(deliveryAnswer([outcomes.forwarded, outcomes.later]).reason, /it is not there yet/);
    assert.match(deliveryAnswer([outcomes.forwarded, outcomes.forbidden]).reason, /another workspace/);
    assert.equal(deliveryAnswer([outcomes.ignored]).reason, 'it is foreign');
  });

  it('makes Event Grid retry exactly when one event can still be forwarded, in whatever order they are', () => {
    const any = fc.constantFrom<RelayOutcome>(...Object.values(outcomes));
    fc.assert(
      fc.property(fc.array(any, { minLength: 1, maxLength: 8 }), (events) => {
        const { status } = deliveryAnswer(events);
        const isRetried = !final.includes(status) && !done.includes(status);
        assert.equal(isRetried, events.includes(outcomes.later));
        assert.equal(
          done.includes(status),
          events.every(({ outcome }) => outcome === 'forwarded' || outcome === 'ignored'),
        );
      }),
    );
  });
});
