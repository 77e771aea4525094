import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { timesToFirstLine, timeToFirstLine } from '../../bench/start-up/first-line.ts';
import { taskEnvironment } from '../../bench/start-up/task-environment.ts';
import { findRuntimes } from '../../bench/support/runtimes.ts';

describe('bench/start-up/first-line.ts', () => {
  let folder = '';
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'first-line-'))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const program = (source: string) => {
    const script = join(folder, 'script.cjs');
    writeFileSync(script, source);
    return { runtime: process.execPath, script, env: { COUNT: join(folder, 'count') } };
  };

  it('passes over commands to the agent and waits for a line of the task itself', async () => {
    const late = "console.log('##vso[task.debug]begun'); setTimeout(() => console.log('Downloading.'), 200);";
    assert.ok((await timeToFirstLine(program(late))) >= 200);
  });

  it('does not wait for the end of the task', async () => {
    const endless = "console.log('Downloading.'); setTimeout(() => {}, 60_000);";
    assert.ok((await timeToFirstLine(program(endless))) < 5_000);
  });

  it('fails, with what was printed, when no line comes', async () => {
    const silent = "console.log('##vso[task.complete result=Failed]'); console.error('broken');";
    await assert.rejects(timeToFirstLine(program(silent)), /without a log line.*[\s\S]*broken/);
  });

  it('runs once more than it counts', async () => {
    const counting = "require('fs').appendFileSync(process.env.COUNT, '.'); console.log('Downloading.');";
    assert.equal((await timesToFirstLine(program(counting), 3)).length, 3);
    assert.equal(readFileSync(join(folder, 'count'), 'utf8'), '....');
  });

  it('gives a task nothing of our own environment', () => {
    assert.equal(taskEnvironment(folder)['HOME'], undefined);
    assert.equal(taskEnvironment(folder)['INPUT_DEFINITION'], 'fraud');
  });
});

describe('bench/support/runtimes.ts', () => {
  it('says why Node 24 is left out, and fails instead with CI=true', () => {
    const folder = mkdtempSync(join(tmpdir(), 'runtimes-'));
    const reasons: string[] = [];
    try {
      const found = findRuntimes(folder, {}, (reason) => reasons.push(reason));
      assert.equal(found[0]?.path, process.execPath);
      // On Node 24 itself nothing is missing.
      if (found[0].name === 'node24') return;
      assert.match(reasons[0] ?? '', /npm ci --prefix test\/node24/);
      assert.throws(() => findRuntimes(folder, { CI: 'true' }, () => undefined), /not installed/);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
    assert.ok(!existsSync(folder));
  });
});
