import assert from 'node:assert/strict';
import { judgeHookAnswer } from '../../../../src/core/relay/hook-answer.ts';

const now = new Date('2026-11-21T01:00:00Z');
const verdict = (status: number, age = 0) => judgeHookAnswer(status, now.getTime() - age, now).verdict;

describe('src/core/relay/hook-answer.ts', () => {
  for (const [statuses, expected] of [
    [[200, 201, 202, 204], 'taken'],
    [[408, 429, 500, 502, 503, 504], 'later'],
    // A sign-in page is no success, though 203 looks like one.
    [[203, 301, 302, 307, 308], 'never'],
    [[400, 401, 403, 405, 413, 415, 422, 501, 505], 'never'],
  ] as const) {
    it(`takes ${statuses.join(', ')} for ${expected}`, () => {
      for (const status of statuses) assert.equal(verdict(status), expected, String(status));
    });
  }

  it('waits for a hook that is not known yet, but not for one that is gone', () => {
    for (const status of [404, 410]) {
      assert.equal(verdict(status), 'later');
      assert.equal(verdict(status, 10 * 60_000), 'unknown');
    }
  });
});
