import assert from 'node:assert/strict';
import { splitAfterFailure, type TrafficNow } from '../../../../src/core/rollout/after-failure.ts';
import type { RolloutStep } from '../../../../src/core/rollout/plan-rollout.ts';

const before = { old: 100 };
type Move<T> = T extends RolloutStep ? Omit<T, 'why' | 'before'> : never;
const step = (move: Move<RolloutStep>): RolloutStep => ({ why: 'because', before, ...move });
const judging = step({ kind: 'judge', against: 'old', seconds: 1 });

const after = (now: Partial<TrafficNow>, failed?: RolloutStep, start = before) =>
  splitAfterFailure(
    { candidate: 'new', before: start, ...(failed && { failed }) },
    { traffic: before, mirror: {}, ...now },
  );

describe('src/core/rollout/after-failure.ts', () => {
  it('goes back from every mixture of its own', () => {
    assert.deepEqual(after({ traffic: { old: 90, new: 10 } }, judging), before);
    assert.deepEqual(after({ mirror: { new: 10 } }, judging), before);
    assert.deepEqual(after({ traffic: { new: 100 } }, judging), before);
    assert.deepEqual(after({ traffic: { old: 90, new: 10 }, remembered: 'new' }), before);
  });

  it('forgets the roll-out where the traffic is back already', () => {
    assert.deepEqual(after({ remembered: 'new' }, judging), before);
    assert.equal(after({}, judging), undefined);
  });

  it('stays with the new version once everything was judged', () => {
    const now = { traffic: { new: 100 }, remembered: 'new' };
    assert.equal(after(now, step({ kind: 'remove', deployment: 'old' })), undefined);
    assert.equal(after(now, step({ kind: 'end' })), undefined);
    const last = step({ kind: 'route', traffic: { new: 100 }, mirror: {}, isLast: true });
    assert.equal(after(now, last), undefined);
    assert.deepEqual(after({ traffic: { old: 50, new: 50 }, remembered: 'new' }, last), before);
  });

  it('leaves alone what others did', () => {
    assert.equal(after({ traffic: { old: 90, other: 10 }, remembered: 'other' }, judging), undefined);
    assert.equal(after({ traffic: { third: 100 }, remembered: 'new' }, judging), undefined);
  });

  it('has nowhere to go back to where nothing served', () => {
    assert.equal(after({ traffic: { new: 100 } }, judging, {} as typeof before), undefined);
  });
});
