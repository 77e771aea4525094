import assert from 'node:assert/strict';
import {
  parseSetting,
  wantedCapacity,
  type Reading,
} from '../../../../apps/emulator/azure-monitor/autoscale-setting.ts';

const rule = (direction: string, operator: string, threshold: number, action: object = {}) => ({
  metricTrigger: {
    ...{ metricName: 'Cpu', metricResourceUri: '/r', timeGrain: 'PT1M', timeWindow: 'PT5M' },
    ...{ statistic: 'Average', timeAggregation: 'Average', operator, threshold },
  },
  scaleAction: { direction, type: 'ChangeCount', value: '1', cooldown: 'PT5M', ...action },
});

const setting = (rules: readonly object[], enabled = true) =>
  parseSetting({
    location: 'here',
    properties: {
      ...{ enabled, targetResourceUri: '/r' },
      profiles: [{ name: 'p', capacity: { minimum: '2', maximum: '8', default: '2' }, rules }],
    },
  });

const readings = (...values: readonly number[]): readonly Reading[] =>
  values.map((value) => ({ average: value, minimum: value, maximum: value, total: value, count: 1 }));

const out = rule('Increase', 'GreaterThan', 70);
const down = rule('Decrease', 'LessThan', 35);

function wanted(rules: readonly object[], load: readonly number[], more: object = {}): number {
  return wantedCapacity(setting(rules), {
    ...{ capacity: 4, now: 600_000, scaledAt: undefined },
    readings: () => readings(...load),
    ...more,
  });
}

describe('emulator/azure-monitor/autoscale-setting', () => {
  it('scales out when the mean of the window is above the threshold, and in when it is below', () => {
    assert.equal(wanted([out, down], [60, 90]), 5);
    assert.equal(wanted([out, down], [60, 70]), 4);
    assert.equal(wanted([out, down], [10, 30]), 3);
  });

  it('leaves the capacity alone without any reading, or when it is switched off', () => {
    assert.equal(wanted([out, down], []), 4);
    const state = { capacity: 4, now: 0, scaledAt: undefined, readings: () => readings(99) };
    assert.equal(wantedCapacity(setting([out], false), state), 4);
  });

  it('rests for the cooldown', () => {
    assert.equal(wanted([out], [99], { scaledAt: 600_000 - 299_000 }), 4);
    assert.equal(wanted([out], [99], { scaledAt: 600_000 - 300_000 }), 5);
  });

  it('takes the largest of the rules that scale out, and scales in only when all such rules agree', () => {
    const more = rule('Increase', 'GreaterThan', 80, { type: 'PercentChangeCount', value: '50' });
    assert.equal(wanted([out, more], [90]), 6);
    assert.equal(wanted([down, rule('Decrease', 'LessThan', 10)], [20]), 4);
    assert.equal(wanted([rule('Increase', 'GreaterThan', 70, { type: 'ExactCount', value: '7' })], [90]), 7);
  });

  it('never leaves its range, and goes back into it', () => {
    assert.equal(wanted([out], [99], { capacity: 8 }), 8);
    assert.equal(wanted([down], [0], { capacity: 2 }), 2);
    assert.equal(wanted([], [], { capacity: 1 }), 2);
    assert.equal(wanted([], [], { capacity: 20 }), 8);
  });
});
