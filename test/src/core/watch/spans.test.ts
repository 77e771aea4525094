import assert from 'node:assert/strict';
import { spanIdOf } from '../../../../src/core/trace.ts';
import { spanOf } from '../../../../src/core/watch/spans.ts';

const traceId = 'a'.repeat(32);
const of = { watch: 'w', workspace: 'prod', model: 'fraud', version: '7', traceId };
const t0 = Date.parse('2026-11-21T00:00:00Z');

describe('src/core/watch/spans.ts', () => {
  it('begins with the registration and lasts until the version is seen', () => {
    assert.deepEqual(
      spanOf({ event: 'seen', ...of, createdAt: '2026-11-21T00:00:00Z' }, t0 + 900, undefined),
      {
        traceId,
        spanId: spanIdOf(traceId, 'w', 'registered'),
        name: 'registered',
        start: t0,
        end: t0 + 900,
        attributes: { watch: 'w', model: 'fraud', version: '7', workspace: 'prod' },
      },
    );
  });

  it('goes on with the decision and the firing, each from the step before', () => {
    const decided = spanOf({ event: 'decided', ...of, action: 'fire', reason: 'r' }, t0 + 20, t0 + 10);
    assert.equal(decided?.name, 'decide: fire');
    assert.equal(decided.parentSpanId, spanIdOf(traceId, 'w', 'registered'));
    assert.deepEqual([decided.start, decided.end, decided.attributes['reason']], [t0 + 10, t0 + 20, 'r']);
    const event = { event: 'fired', ...of, reason: 'r', target: 'release', name: 'R', found: false } as const;
    const fired = spanOf(event, t0 + 30, t0 + 20);
    assert.deepEqual([fired?.name, fired?.start, fired?.end], ['fire', t0 + 20, t0 + 30]);
    assert.equal(spanOf(event, t0 + 30, undefined)?.start, t0 + 30, 'after a restart it has no length');
  });

  it('shows what failed on the way, and never ends before it starts', () => {
    const failed = {
      event: 'failed',
      ...of,
      action: 'fire version 7',
      code: 'DevOpsFailed',
      reason: 'no',
    } as const;
    assert.equal(spanOf(failed, t0, t0)?.problem, 'no');
    const early = spanOf({ event: 'seen', ...of, createdAt: '2026-11-21T00:00:05Z' }, t0, undefined);
    assert.deepEqual([early?.start, early?.end], [t0, t0], 'two clocks');
  });

  it('has no span for what is about no version', () => {
    assert.equal(spanOf({ event: 'stopped', reason: 'r' }, t0, undefined), undefined);
    assert.equal(
      spanOf({ event: 'failed', action: 'check', code: 'C', reason: 'r' }, t0, undefined),
      undefined,
    );
  });
});
