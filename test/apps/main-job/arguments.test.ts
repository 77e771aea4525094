import assert from 'node:assert/strict';
import { parseArguments } from '../../../apps/main-job/arguments.ts';
import { MainJobFailure } from '../../../apps/main-job/failure.ts';

describe('apps/main-job/arguments.ts', () => {
  it('needs none', () => {
    assert.deepEqual(parseArguments([]), { stay: false, json: false, help: false });
  });

  it('names an argument it does not know, and shows the usage', () => {
    assert.throws(
      () => parseArguments(['--stya']),
      (error) =>
        error instanceof MainJobFailure &&
        error.message.includes('--stya') &&
        error.remedy.includes('--stay'),
    );
  });
});
