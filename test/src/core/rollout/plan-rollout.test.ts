import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseMemory, printMemory } from '../../../../src/core/rollout/memory.ts';
import {
  planRollout,
  type RolloutState,
  type RolloutStep,
} from '../../../../src/core/rollout/plan-rollout.ts';
import { rolloutDefaults, strategies, type RolloutSettings } from '../../../../src/core/rollout/settings.ts';
import { sumOf, withoutZeros, type Split } from '../../../../src/core/rollout/split.ts';

const share = { endpoint: 'fraud', deployment: 'new', percent: 100, isDefault: false };
const settings = (more: Partial<RolloutSettings>): RolloutSettings => ({ ...rolloutDefaults, ...more });
const serving = (traffic: Split): RolloutState => ({
  traffic,
  mirror: {},
  existing: [...Object.keys(traffic), 'new'],
});

/** What the service holds after a step was carried out. */
function after(state: RolloutState, step: RolloutStep, before: Split): RolloutState {
  const { traffic: split, mirror: copied, existing } = state;
  const forgetful = { traffic: split, mirror: copied, existing };
  switch (step.kind) {
    case 'judge':
      return state;
    case 'route': {
      const { traffic, mirror, isLast } = step;
      return { ...forgetful, traffic, mirror, ...(!isLast && { memory: { candidate: 'new', before } }) };
    }
    case 'remove':
      return { ...state, existing: state.existing.filter((name) => name !== step.deployment) };
    case 'end':
      return forgetful;
  }
}

const brief = (step: RolloutStep): string => {
  switch (step.kind) {
    case 'judge':
      return `judge ${step.seconds}`;
    case 'route':
      return [
        ...Object.entries(step.traffic).map(String),
        ...Object.entries(step.mirror).map((one) => `mirror ${String(one)}`),
      ].join(' ');
    case 'remove':
      return `remove ${step.deployment}`;
    case 'end':
      return 'end';
  }
};

const steps = (more: Partial<RolloutSettings>, state: RolloutState): string[] =>
  planRollout(settings(more), share, state).steps.map(brief);

describe('src/core/rollout/plan-rollout.ts', () => {
  it('gives the first version everything, whatever the strategy', () => {
    for (const strategy of strategies) assert.deepEqual(steps({ strategy }, serving({})), ['new,100']);
  });

  it('replaces in one move', () => {
    assert.deepEqual(steps({}, serving({ old: 100 })), ['new,100']);
    assert.deepEqual(steps({ removeOld: true }, serving({ old: 100 })), ['new,100', 'remove old', 'end']);
  });

  it('judges blue and green before and after the move', () => {
    const expected = ['judge 0', 'new,100', 'judge 60', 'end'];
    assert.deepEqual(steps({ strategy: 'blue-green' }, serving({ old: 100 })), expected);
  });

  it('takes a canary step by step', () => {
    assert.deepEqual(steps({ strategy: 'canary', steps: [10, 50], removeOld: true }, serving({ old: 100 })), [
      ...['judge 0', 'old,90 new,10', 'judge 60', 'old,50 new,50', 'judge 60', 'new,100', 'judge 60'],
      ...['remove old', 'end'],
    ]);
  });

  it('mirrors before the first step of the canary, and stops mirroring with it', () => {
    assert.deepEqual(
      steps({ strategy: 'mirror-then-canary', steps: [20], mirrorPercent: 30 }, serving({ old: 100 })),
      [
        ...[
          'judge 0',
          'old,100 mirror new,30',
          'judge 60',
          'old,80 new,20',
          'judge 60',
          'new,100',
          'judge 60',
          'end',
        ],
      ],
    );
  });

  it('judges against the one that serves most', () => {
    const [first] = planRollout(settings({ strategy: 'canary' }), share, serving({ a: 30, b: 70 })).steps;
    assert.ok(first?.kind === 'judge' && first.against === 'b');
  });

  it('goes on where it was interrupted, and judges that step again', () => {
    const memory = { candidate: 'new', before: { old: 100 } };
    const middle = { ...serving({ old: 50, new: 50 }), memory };
    assert.deepEqual(steps({ strategy: 'canary' }, middle), ['judge 60', 'new,100', 'judge 60', 'end']);
    const moved = { ...serving({ new: 100 }), existing: ['old', 'new'], memory };
    assert.deepEqual(steps({ strategy: 'canary' }, moved), ['judge 60', 'end']);
    assert.deepEqual(steps({ strategy: 'replace' }, moved), ['end']);
    // Deleting it once more takes what belongs to it along.
    const removed = { ...serving({ new: 100 }), existing: ['new'], memory };
    assert.deepEqual(steps({ strategy: 'canary', removeOld: true }, removed), ['remove old', 'end']);
  });

  it('puts aside what another release left half done', () => {
    const left = {
      ...serving({ old: 90, other: 10 }),
      memory: { candidate: 'other', before: { old: 100 } },
    };
    const plan = planRollout(settings({ strategy: 'canary', steps: [10] }), share, left);
    assert.deepEqual(plan.before, { old: 100 });
    assert.deepEqual(plan.steps.map(brief).slice(0, 3), ['judge 0', 'old,90 new,10', 'judge 60']);
  });

  it('respects a person who moved the traffic in the meantime', () => {
    const moved = { ...serving({ third: 100 }), memory: { candidate: 'new', before: { old: 100 } } };
    assert.deepEqual(planRollout(settings({ strategy: 'canary' }), share, moved).before, { third: 100 });
  });

  it('leaves a version that has its share alone', () => {
    for (const strategy of strategies) assert.deepEqual(steps({ strategy }, serving({ new: 100 })), []);
    const part = { ...share, percent: 20 };
    assert.deepEqual(
      planRollout(settings({ strategy: 'canary' }), part, serving({ old: 80, new: 20 })).steps,
      [],
    );
  });

  const splits = fc
    .array(fc.nat(100), { minLength: 1, maxLength: 3 })
    .filter((shares) => shares.some((one) => one > 0))
    .map((shares): Split => {
      const sum = shares.reduce((all, one) => all + one, 0);
      const rest = shares.slice(1).map((one) => Math.floor((one * 100) / sum));
      const first = 100 - rest.reduce((all, one) => all + one, 0);
      return withoutZeros(Object.fromEntries([first, ...rest].map((one, i) => [`v${i}`, one] as const)));
    });
  const anySettings = fc.record({
    strategy: fc.constantFrom(...strategies),
    steps: fc
      .uniqueArray(fc.integer({ min: 1, max: 99 }), { minLength: 1, maxLength: 5 })
      .map((all) => all.toSorted((a, b) => a - b)),
    removeOld: fc.boolean(),
    mirrorPercent: fc.integer({ min: 1, max: 50 }),
  });

  it('always splits all of the traffic, gives the new version more from step to step, and mirrors at most half', () => {
    fc.assert(
      fc.property(anySettings, splits, (more, traffic) => {
        let last = 0;
        for (const step of planRollout(settings(more), share, serving(traffic)).steps) {
          if (step.kind !== 'route') continue;
          assert.equal(sumOf(step.traffic), 100);
          assert.ok(Object.values(step.traffic).every((one) => one > 0 && Number.isInteger(one)));
          const mine = step.traffic['new'] ?? 0;
          assert.ok(mine >= last);
          assert.ok(sumOf(step.mirror) <= 50 && (step.mirror['new'] === undefined || mine === 0));
          last = mine;
        }
        assert.equal(last, 100);
      }),
    );
  });

  it('ends where it would have ended, however often it is cut off', () => {
    const cuts = fc.array(fc.nat(3), { maxLength: 6 });
    fc.assert(
      fc.property(anySettings, splits, cuts, (more, traffic, lengths) => {
        let state = serving(traffic);
        const run = (most: number): void => {
          const { steps: left, before } = planRollout(settings(more), share, state);
          for (const step of left.slice(0, most)) state = after(state, step, before);
        };
        for (const length of lengths) run(length);
        run(100);
        assert.deepEqual(state.traffic, { new: 100 });
        assert.equal(state.memory, undefined);
        assert.deepEqual(state.mirror, {});
        if (more.removeOld) assert.deepEqual(state.existing, ['new']);
        assert.deepEqual(planRollout(settings(more), share, state).steps, []);
      }),
    );
  });

  it('ends at the whole split that a file gives, copies included, however often it is cut off', () => {
    const cuts = fc.array(fc.nat(3), { maxLength: 4 });
    const wholes = fc.tuple(splits, fc.constantFrom<Split>({}, { new: 20 }, { v1: 30 }));
    fc.assert(
      fc.property(anySettings, splits, wholes, cuts, (more, traffic, [other, mirror], lengths) => {
        // One of them is the new one, or none.
        const wanted = Object.fromEntries(
          Object.entries(other).map(([name, one]) => [name === 'v0' ? 'new' : name, one]),
        );
        const whole = { endpoint: 'fraud', deployment: 'new', traffic: wanted, mirror };
        const plan = (now: RolloutState) => planRollout(settings({ ...more, removeOld: false }), whole, now);
        let state = serving(traffic);
        const run = (most: number): void => {
          const { steps: left, before } = plan(state);
          for (const step of left.slice(0, most)) state = after(state, step, before);
        };
        for (const length of lengths) run(length);
        run(100);
        assert.deepEqual([state.traffic, state.mirror, state.memory], [wanted, mirror, undefined]);
        assert.deepEqual(plan(state).steps, []);
      }),
    );
  });

  it('writes a split that gives a deployment no more than it has as it is, and judges nobody', () => {
    const whole = { endpoint: 'fraud', deployment: 'new', traffic: { old: 100 }, mirror: { new: 20 } };
    const state = serving({ old: 90, new: 10 });
    const [only, ...more] = planRollout(settings({ strategy: 'canary' }), whole, state).steps;
    assert.ok(only?.kind === 'route' && more.length === 0);
    assert.match(only.why, /into old 100 % and a copy of new 20 %/);
  });

  it('remembers where it came from, in a tag that the service takes', () => {
    const memory = { candidate: 'v7-3fa91c', before: { 'v6-11aa22': 90, 'v5-0c0c0c': 10 } };
    assert.equal(printMemory(memory), 'v7-3fa91c from v6-11aa22=90 v5-0c0c0c=10');
    assert.deepEqual(parseMemory(printMemory(memory)), memory);
    for (const text of [undefined, '', 'nonsense', 'new from old', 'new from old=1x'])
      assert.equal(parseMemory(text), undefined);
    const many = Object.fromEntries(
      Array.from({ length: 10 }, (_, i) => [`deployment-with-a-long-name-${i}`, 10]),
    );
    assert.equal(printMemory({ candidate: 'new', before: many }), undefined);
  });
});
