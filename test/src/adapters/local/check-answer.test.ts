import assert from 'node:assert/strict';
import { tmpdir } from 'node:os';
import { createCheckAnswer } from '../../../../src/adapters/local/check-answer.ts';

const answer = { request: '{"x": 1}', status: 200, body: '[1]', milliseconds: 5 };
const check = createCheckAnswer({ PATH: process.env['PATH'], AZURE_CLIENT_SECRET: 'hidden' });
const node = (script: string) => check([process.execPath, '-e', script], answer, tmpdir());

describe('src/adapters/local/check-answer.ts', () => {
  it('hands the answer to the program as JSON', async () => {
    const script = `
      let text = '';
      process.stdin.on('data', (chunk) => (text += chunk));
      process.stdin.on('end', () => {
        const { request, status, body } = JSON.parse(text);
        process.exit(request === '{"x": 1}' && status === 200 && body === '[1]' ? 0 : 1);
      });`;
    assert.equal((await node(script)).isRight, true);
  });

  it('takes the last line of a program that fails for its reason', async () => {
    const result = await node("console.log('looking'); console.error('too small'); process.exit(3)");
    assert.deepEqual(result, { isRight: false, words: 'too small' });
    assert.match((await node('process.exit(3)')).words, /ended with 3/);
  });

  it('keeps what may be a secret from the program', async () => {
    const script = "process.exit('AZURE_CLIENT_SECRET' in process.env || !process.env.PATH ? 1 : 0)";
    assert.equal((await node(script)).isRight, true);
  });

  it('says so when there is no such program', async () => {
    const { isRight, words } = await check(['no-such-program-anywhere'], answer, tmpdir());
    assert.equal(isRight, false);
    assert.match(words, /'no-such-program-anywhere' can not be run/);
  });
});
