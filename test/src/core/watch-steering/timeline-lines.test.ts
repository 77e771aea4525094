import assert from 'node:assert/strict';
import { timelineLines } from '../../../../src/core/watch-steering/timeline-lines.ts';
import type { TimelineEntry } from '../../../../src/core/watch/timeline.ts';

const version = { version: '7', createdAt: '2026-11-21T10:00:00Z' };
const about = { at: '2026-11-21T10:01:00Z', version };

describe('src/core/watch-steering/timeline-lines.ts', () => {
  const words = (entry: TimelineEntry) => timelineLines(version, [entry]).slice(1);

  it('begins with the registration', () => {
    assert.deepEqual(timelineLines(version, []), ['2026-11-21T10:00:00.000Z  registered']);
  });

  it('says each entry in words', () => {
    const entries: readonly (readonly [TimelineEntry, string])[] = [
      [{ what: 'seen', ...about, by: 'a check on schedule' }, 'seen by a check on schedule'],
      [{ what: 'decided', ...about, action: 'pass-over', reason: 'r' }, 'decided to pass it over: r'],
      [{ what: 'called', ...about, call: 'create it', outcome: 'made X' }, 'call: create it: made X'],
      [{ what: 'fired', ...about, name: 'X', url: 'u', found: false }, 'fired: X, u'],
      [{ what: 'fired', ...about, name: 'X', found: true }, 'fired: X, which an earlier attempt had made'],
      [
        { what: 'failed', ...about, code: 'C', reason: 'R.', times: 3, lastAt: 'T' },
        'not fired: R. (3 times, last at T)',
      ],
      [{ what: 'ordered', ...about, order: 'replay', by: 'ann', reason: 'x' }, 'replay ordered by ann: x'],
      [{ what: 'held', at: about.at, heldBy: 'storm', reason: 'x' }, 'the watch stopped by itself: x'],
    ];
    for (const [entry, line] of entries) {
      assert.deepEqual(words(entry), [`2026-11-21T10:01:00.000Z  ${line}`]);
    }
  });

  it('leaves out what happened to the watch before the version was registered', () => {
    const before: TimelineEntry = { what: 'ordered', at: '2026-11-21T09:00:00Z', order: 'pause', by: 'ann' };
    assert.deepEqual(words(before), []);
    assert.equal(words({ ...before, version }).length, 1);
  });
});
