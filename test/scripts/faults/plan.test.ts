import assert from 'node:assert/strict';
import { faultShape } from '../../../apps/emulator/kernel/fault-list.ts';
import { planRun } from '../../../scripts/faults/plan.ts';

const plans = Array.from({ length: 500 }, (_, seed) => planRun(seed, 'model'));

describe('scripts/faults/plan.ts', () => {
  it('is determined by the seed', () => {
    assert.deepEqual(planRun(7, 'model'), planRun(7, 'model'));
    assert.notDeepEqual(planRun(7, 'model'), planRun(8, 'model'));
  });

  it('registers each version once, in order, and orders only faults that the emulator knows', () => {
    for (const { versions, actions } of plans) {
      const registered = actions.flatMap((each) => (each.what === 'register' ? [each.version] : []));
      assert.deepEqual(registered, versions);
      for (const action of actions) if (action.what === 'fault') faultShape.parse(action.rule);
    }
  });

  it('lets everything happen that the guarantee speaks of', () => {
    const happened = new Set(plans.flatMap(({ actions }) => actions.map(({ what }) => what)));
    assert.deepEqual([...happened].sort(), ['clock', 'fault', 'kill', 'register', 'second watcher']);
    const events = plans.flatMap((plan) => [...(plan.events?.values() ?? [])]);
    assert.ok(
      events.some((delays) => delays.length === 0),
      'no event is lost',
    );
    assert.ok(
      events.some((delays) => delays.length === 2),
      'no event is doubled',
    );
    const rules = plans.flatMap(({ actions }) =>
      actions.flatMap((each) => (each.what === 'fault' ? [each.rule] : [])),
    );
    for (const kind of ['stale', 'torn', 'afterEffect'] as const)
      assert.ok(
        rules.some((rule) => rule[kind] === true),
        `nothing is ${kind}`,
      );
    for (const status of [0, 429, 500])
      assert.ok(
        rules.some((rule) => rule.status === status),
        String(status),
      );
  });
});
