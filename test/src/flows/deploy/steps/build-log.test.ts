import assert from 'node:assert/strict';
import { withBuildLog } from '../../../../../src/flows/deploy/steps/build-log.ts';
import { createMemoryLog } from '../../../../support/memory-log.ts';

describe('src/flows/deploy/steps/build-log.ts', () => {
  it('says a build that succeeds to those who look closer only', async () => {
    const log = createMemoryLog();
    await withBuildLog(log, 'the build', (onLine) => {
      onLine('Step 1');
      return Promise.resolve();
    });
    assert.deepEqual(log.lines, ['debug: Step 1']);
  });

  it('shows the end of one that fails', async () => {
    const log = createMemoryLog();
    const build = (onLine: (line: string) => void): Promise<void> => {
      for (let line = 1; line <= 70; line += 1) onLine(`line ${line}`);
      return Promise.reject(new Error('no'));
    };
    await assert.rejects(withBuildLog(log, 'the build', build), /no/);
    assert.match(log.lines.at(-1) ?? '', /^info: Log of the build:\nline 11\n[^]*line 70$/);
  });
});
