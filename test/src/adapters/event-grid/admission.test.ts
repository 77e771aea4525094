import assert from 'node:assert/strict';
import { createAdmissionGate } from '../../../../src/adapters/event-grid/admission.ts';
import { createAutoClock } from '../../../support/auto-clock.ts';

describe('src/adapters/event-grid/admission.ts', () => {
  const clock = createAutoClock();
  const gateOf = (more: { readonly atOnce?: number; readonly key?: string } = {}) =>
    createAdmissionGate({ bucket: { burst: 2, perMinute: 60 }, atOnce: 10, ...more }, () => clock.now());

  it('keeps count of each source by itself, and says when to come again', () => {
    const gate = gateOf();
    assert.deepEqual(
      ['a', 'a', 'a', 'b'].map((source) => gate.ask(source, undefined).admitted),
      [true, true, false, true],
    );
    const refused = gate.ask('a', undefined);
    assert.ok(!refused.admitted);
    assert.deepEqual([refused.status, refused.retryAfterSeconds], [429, 1]);
    clock.advance(1000);
    assert.ok(gate.ask('a', undefined).admitted);
  });

  it('is news once for a source that keeps calling', () => {
    const gate = gateOf();
    const news = [1, 2, 3, 4].map(() => {
      const asked = gate.ask('a', undefined);
      return !asked.admitted && asked.isNews;
    });
    assert.deepEqual(news, [false, false, true, false]);
  });

  it('admits so many at once, and the next when one has ended', () => {
    const gate = gateOf({ atOnce: 1 });
    const first = gate.ask('a', undefined);
    assert.ok(first.admitted);
    assert.equal(gate.underWay, 1);
    const second = gate.ask('b', undefined);
    assert.ok(!second.admitted);
    assert.deepEqual([second.status, second.isNews], [503, true]);
    first.release();
    assert.equal(gate.underWay, 0);
    assert.ok(gate.ask('c', undefined).admitted);
  });

  it('wants the key where there is one, and counts wrong ones against the source', () => {
    const gate = gateOf({ key: 'key-of-the-test' });
    for (const key of [undefined, 'key-of-the-tesT']) {
      const asked = gate.ask('a', key);
      assert.ok(!asked.admitted);
      assert.equal(asked.status, 401);
    }
    const third = gate.ask('a', 'key-of-the-test');
    assert.ok(!third.admitted && third.status === 429);
    assert.ok(gate.ask('b', 'key-of-the-test').admitted);
    assert.equal(gate.underWay, 1);
  });
});
