import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..', '..', '..');

/** Command lines of all processes that mention `text`; every platform but Linux answers nothing. */
function processesThatMention(text: string): string[] {
  const numbers =
    process.platform === 'linux' ? readdirSync('/proc').filter((name) => /^\d+$/.test(name)) : [];
  return numbers
    .filter((pid) => pid !== String(process.pid))
    .map((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
      } catch {
        return ''; // it ended while we looked
      }
    })
    .filter((line) => line.includes(text));
}

describe('apps/main-job/main.ts', () => {
  // The whole road: packaging, Python packages on the first run, a real deployment.
  it('goes from a registered model to a prediction that agrees, and leaves nothing behind', function () {
    this.timeout(600_000);
    const temporary = mkdtempSync(join(tmpdir(), 'main-job-'));
    try {
      const job = spawnSync(process.execPath, ['--import', 'tsx', join(root, 'apps/main-job/main.ts')], {
        cwd: root,
        encoding: 'utf8',
        env: { ...process.env, TMPDIR: temporary },
      });
      assert.equal(job.status, 0, `${job.stdout}\n${job.stderr}`);
      const lines = job.stdout.trimEnd().split('\n');
      assert.match(lines.at(-1) ?? '', /^prediction: [\d.]+ expected: [\d.]+$/);
      for (const fact of [/Release-1 created because/, /task '.*Download/i, /task 'Deploy diabetes'/])
        assert.ok(
          lines.some((line) => fact.test(line)),
          `the timeline does not name ${fact}:\n${job.stdout}`,
        );
      const left = readdirSync(temporary).filter((name) => !name.startsWith('tsx-')); // the loader keeps its cache there
      assert.deepEqual(left, [], 'temporary files were left behind');
      assert.deepEqual(processesThatMention(temporary), [], 'processes were left running');
    } finally {
      rmSync(temporary, { recursive: true, force: true });
    }
  });
});
