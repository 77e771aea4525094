import assert from 'node:assert/strict';
import type { EdgeDeviceState, EdgeModuleState } from '../../../../src/core/edge/device-state.ts';
import { judgeDevices, rememberRunning, type SeenRunning } from '../../../../src/core/edge/judge-devices.ts';

const wanted = { module: 'fraud', image: 'r/fraud:2' };
const running: EdgeModuleState = {
  ...{ image: 'r/fraud:2', status: 'running', exitCode: 0, description: 'Up', restarts: 0 },
  startedAt: '2026-11-21T10:00:00Z',
};

const device = (
  name: string,
  module?: Partial<EdgeModuleState>,
  more: Partial<EdgeDeviceState> = {},
): EdgeDeviceState => ({
  ...{
    device: name,
    applied: true,
    desiredVersion: 3,
    reportedVersion: 3,
    agent: { code: 200, description: '' },
  },
  modules: module === undefined ? {} : { fraud: { ...running, ...module } },
  ...more,
});

/** Judged at second `now`, where everything was seen running since second 0. */
function verdict(states: readonly EdgeDeviceState[], now = 60) {
  const seen = rememberRunning(new Map(), states, wanted, 0);
  return judgeDevices(states, wanted, { seen, settleSeconds: 30, now: now * 1000 });
}

describe('src/core/edge/judge-devices.ts', () => {
  it('takes a layer that every device has run for long enough', () => {
    const { outcome, reason } = verdict([device('a', {}), device('b', {})]);
    assert.equal(outcome, 'running');
    assert.equal(reason, 'all 2 devices run it');
  });

  it('waits while a module is young', () => {
    assert.equal(verdict([device('a', {})], 29).outcome, 'waiting');
    assert.equal(verdict([device('a', {})], 30).outcome, 'running');
  });

  it('counts anew from each start', () => {
    const first = rememberRunning(new Map(), [device('a', {})], wanted, 1000);
    const same = rememberRunning(first, [device('a', {})], wanted, 9000);
    assert.equal(same.get('a')?.since, 1000);
    const restarted = device('a', { startedAt: '2026-11-21T10:00:09Z' });
    const again: SeenRunning = rememberRunning(same, [restarted], wanted, 9000);
    assert.equal(again.get('a')?.since, 9000);
    assert.equal(rememberRunning(again, [device('a', { status: 'backoff' })], wanted, 9500).size, 0);
  });

  for (const [what, state, reason] of [
    [
      'a module that ended',
      device('b', { status: 'backoff', exitCode: 3, description: 'Exited (3)' }),
      /b: it is in the state backoff after exit code 3 \(Exited \(3\)\)/,
    ],
    ['a module that was restarted', device('b', { restarts: 2 }), /restarted 2 times/],
    [
      'a module that stopped with an error',
      device('b', { status: 'stopped', exitCode: 1 }),
      /stopped after exit code 1/,
    ],
    [
      'an image that can not be pulled',
      device('b', undefined, { agent: { code: 500, description: 'manifest not found' } }),
      /b: manifest not found/,
    ],
  ] as const)
    it(`takes the layer away for ${what}, even when others run it`, () => {
      const found = verdict([device('a', {}), state]);
      assert.equal(found.outcome, 'failed');
      assert.match(found.reason, reason);
      assert.equal(found.broken, 'b');
    });

  for (const [what, state, reason] of [
    ['an agent that has not reported', device('b', undefined, { reportedVersion: 2 }), /not reported yet/],
    // The complaint is about an earlier order.
    [
      'an agent that complains of the past',
      device('b', undefined, { reportedVersion: 2, agent: { code: 500, description: 'x' } }),
      /not reported yet/,
    ],
    ['a device that does not apply the layer', device('b', {}, { applied: false }), /no base deployment/],
    ['a module of another image', device('b', { image: 'r/fraud:1' }), /still runs r\/fraud:1/],
    ['a module that is not there', device('b'), /not there yet/],
  ] as const)
    it(`waits for ${what}`, () => {
      const found = verdict([device('a', {}), state]);
      assert.equal(found.outcome, 'waiting');
      assert.match(found.reason, /1 of 2 devices run it/);
      assert.match(found.silent.join(), reason);
    });

  it('says when nobody is meant', () => {
    assert.equal(verdict([]).outcome, 'nobody');
  });
});
