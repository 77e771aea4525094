import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type TimelineEntry, counted } from '../../../../src/core/watch/timeline.ts';

const failed = (minute: number, reason = 'r', version = '7'): TimelineEntry => ({
  what: 'failed',
  at: `2026-11-21T09:${String(minute).padStart(2, '0')}:00.000Z`,
  version: { version, createdAt: '2026-11-20T10:00:00Z' },
  code: 'DevOpsFailed',
  reason,
});

describe('src/core/watch/timeline.ts', () => {
  it('counts an entry that tells the same of the same version at another time, however the time is spelt', () => {
    const second = { ...failed(2), version: { version: '7', createdAt: '2026-11-20T10:00:00.000Z' } };
    const both = counted(failed(1), second);
    assert.deepEqual(both, { ...failed(1), times: 2, lastAt: failed(2).at });
    assert.deepEqual(counted(both, failed(3)), { ...failed(1), times: 3, lastAt: failed(3).at });
  });

  it('counts nothing that tells something else', () => {
    assert.equal(counted(undefined, failed(1)), undefined);
    assert.equal(counted(failed(1), { ...failed(2), what: 'called', call: 'c', outcome: 'o' }), undefined);
    assert.equal(counted(failed(1), failed(2, 'r', '8')), undefined);
    const ofWatch: TimelineEntry = { what: 'failed', at: failed(2).at, code: 'DevOpsFailed', reason: 'r' };
    assert.equal(counted(failed(1), ofWatch), undefined);
  });

  it('counts the same failure in other words, e.g. with other seconds to wait, and keeps the last words', () => {
    const both = counted(failed(1, '118 s'), failed(2, '58 s'));
    assert.deepEqual([both?.what === 'failed' && both.reason, both?.times], ['58 s', 2]);
  });

  it('loses no occurrence, whatever the number', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 50 }), (count) => {
        let last: TimelineEntry | undefined = failed(0);
        for (let index = 1; index < count; index += 1) last = counted(last, failed(index));
        assert.equal(last?.times, count);
      }),
    );
  });
});
