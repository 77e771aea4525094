// Starting, reading and ending a task's process.
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  runProgram,
  type TaskProgram,
} from '../../../../../apps/emulator/azure-devops/agent/task-process.ts';
import { ends } from '../../../../support/running-process.ts';

describe('apps/emulator/azure-devops/agent/task-process.ts', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'task-process-'));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  async function run(
    script: string,
    more: Partial<TaskProgram> = {},
    cancelAt?: string,
  ): Promise<{ end: Awaited<ReturnType<typeof runProgram>>; lines: string[] }> {
    const lines: string[] = [];
    const file = join(folder, 'index.js');
    await writeFile(file, script);
    const canceled = new AbortController();
    const end = await runProgram(
      {
        node: process.execPath,
        script: file,
        workingDirectory: folder,
        environment: { ONLY: 'this' },
        timeoutMs: 0,
        waits: { afterInterruptMs: 50, afterTerminateMs: 50 },
        onLine: (line) => {
          lines.push(line);
          if (line === cancelAt) canceled.abort();
        },
        ...more,
      },
      canceled.signal,
    );
    return { end, lines };
  }

  it('hands over only the given environment and reads both streams to the last line', async () => {
    const { end, lines } = await run(
      `console.log(JSON.stringify(process.env)); console.error('err'); process.stdout.write('last')`,
    );
    assert.deepEqual(end, { kind: 'exit', code: 0 });
    assert.deepEqual(lines.toSorted(), ['err', 'last', '{"ONLY":"this"}']);
  });

  it('reports the exit code', async () => {
    assert.deepEqual((await run('process.exit(3)')).end, { kind: 'exit', code: 3 });
  });

  it('ends a task whose time is up', async () => {
    const { end } = await run('setInterval(() => {}, 1000)', { timeoutMs: 100 });
    assert.deepEqual(end, { kind: 'timeout' });
  });

  it('interrupts first when canceled, so that the task can tidy up', async () => {
    const { end, lines } = await run(
      `process.on('SIGINT', () => { console.log('tidied'); process.exit(0); }); setInterval(() => {}, 1000); console.log('ready')`,
      { waits: { afterInterruptMs: 5_000, afterTerminateMs: 5_000 } },
      'ready',
    );
    assert.deepEqual(end, { kind: 'canceled' });
    assert.deepEqual(lines, ['ready', 'tidied']);
  });

  it('terminates, then kills, a task that does not listen', async () => {
    const { end, lines } = await run(
      `process.on('SIGINT', () => console.log('int')); process.on('SIGTERM', () => console.log('term')); setInterval(() => {}, 1000); console.log('ready')`,
      { waits: { afterInterruptMs: 100, afterTerminateMs: 200 } },
      'ready',
    );
    assert.deepEqual(end, { kind: 'canceled' });
    assert.deepEqual(lines, ['ready', 'int', 'term']);
  });

  it('ends what the task left running in its group', async () => {
    const { lines } = await run(
      `const c = require('node:child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
       c.unref(); console.log(c.pid)`,
    );
    const pid = Number(lines[0]);
    assert.ok(await ends(pid), `process ${pid} outlived its task`);
  });

  it('rejects when the runtime is not there', async () => {
    await assert.rejects(run('', { node: join(folder, 'no-node') }), /ENOENT/);
  });
});
