import assert from 'node:assert/strict';
import { judgeAnswer, wordsOf } from '../../../../src/core/deploy/smoke-test.ts';

describe('src/core/deploy/smoke-test.ts', () => {
  it('asks again only where time can help', () => {
    const outcomes = [200, 400, 401, 404, 408, 424, 429, 500, 502, 503, 504].map(
      (status) => judgeAnswer({ status }).outcome,
    );
    assert.deepEqual(outcomes, [
      ...['good', 'bad', 'bad', 'bad', 'bad', 'bad'],
      ...['later', 'bad', 'later', 'later', 'later'],
    ]);
  });

  it('passes on the reason that the service gives', () => {
    assert.match(judgeAnswer({ status: 424, reason: 'ValueError' }).reason, /424 \(ValueError\)/);
  });

  it('tells what the container wrote beside the reason, which is often no more than the words of the status', () => {
    assert.equal(wordsOf({ reason: 'Not Found', body: 'unknown model\n' }), 'Not Found: unknown model');
    assert.equal(wordsOf({ body: 'unknown model' }), 'unknown model');
    assert.equal(wordsOf({ reason: 'ValueError', body: ' ' }), 'ValueError');
    assert.equal(wordsOf({ body: '' }), 'nothing');
  });
});
