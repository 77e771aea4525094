import assert from 'node:assert/strict';
import { access, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Time } from '../../../../apps/emulator/kernel/time.ts';
import { withFileLock } from '../../../../apps/emulator/scoring/file-lock.ts';

describe('apps/emulator/scoring/file-lock.ts', () => {
  let file = '';
  let directory = '';
  const never = new AbortController().signal;
  // Lets everything else go on, and takes no time.
  const time: Time = { now: () => new Date(0), wait: () => new Promise((resolve) => setImmediate(resolve)) };

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'lock-'));
    file = join(directory, 'lock');
  });
  afterEach(() => rm(directory, { recursive: true, force: true }));

  it('lets one in at a time, and names who is in', async () => {
    let inside = 0;
    let most = 0;
    const work = async () => {
      inside += 1;
      most = Math.max(most, inside);
      assert.equal(await readFile(file, 'utf8'), String(process.pid));
      inside -= 1;
    };
    await Promise.all([1, 2, 3, 4].map(() => withFileLock(file, time, never, work)));
    assert.equal(most, 1);
    await assert.rejects(access(file));
  });

  it('is free again after a failure', async () => {
    await assert.rejects(
      withFileLock(file, time, never, () => Promise.reject(new Error('failed'))),
      /failed/,
    );
    assert.equal(await withFileLock(file, time, never, () => Promise.resolve('in')), 'in');
  });

  it('waits for a living holder until it is told to stop', async () => {
    await writeFile(file, String(process.pid));
    const waiting: Time = { ...time, wait: () => Promise.reject(new Error('told to stop')) };
    await assert.rejects(
      withFileLock(file, waiting, never, () => Promise.resolve()),
      /told to stop/,
    );
    assert.equal(await readFile(file, 'utf8'), String(process.pid));
  });
});
