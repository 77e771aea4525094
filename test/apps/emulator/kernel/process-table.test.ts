import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { ends, isRunning } from '../../../support/running-process.ts';
import { ProcessTable } from '../../../../apps/emulator/kernel/process-table.ts';

const shell = (script: string, onOutput: (text: string) => void = () => undefined) => ({
  name: 'script',
  command: '/bin/sh',
  args: ['-c', script],
  cwd: tmpdir(),
  env: { PATH: process.env.PATH ?? '' },
  onOutput,
});

describe('apps/emulator/kernel/process-table.ts', () => {
  it('gives the exit code and what was printed', async () => {
    let printed = '';
    const exit = await new ProcessTable().run(
      shell('echo out; echo err >&2; exit 3', (text) => (printed += text)),
    );
    assert.equal(exit, 3);
    assert.match(printed, /out/);
    assert.match(printed, /err/);
  });

  it('hands down only the environment it was told', async () => {
    let printed = '';
    process.env.EMULATOR_TEST_SECRET = 'do not inherit';
    await new ProcessTable().run(shell('env', (text) => (printed += text)));
    delete process.env.EMULATOR_TEST_SECRET;
    assert.doesNotMatch(printed, /EMULATOR_TEST_SECRET/);
  });

  it('ends with a reason when the command does not exist', async () => {
    const exit = await new ProcessTable().run({ ...shell(''), command: '/nowhere/program' });
    assert.match(String(exit), /not started: .*ENOENT/);
  });

  it('ends what a process started along with it', async () => {
    const table = new ProcessTable();
    let grandchild = 0;
    const printed = new Promise<void>((resolve) => {
      table.start(
        shell('sleep 300 & echo $!; wait', (text) => {
          grandchild = Number(text);
          resolve();
        }),
      );
    });
    await printed;
    assert.deepEqual(table.names(), ['script']);
    await table.stopAll();
    assert.ok(await ends(grandchild));
    assert.deepEqual(table.names(), []);
  });

  it('ends its processes even when the program itself is killed', async function () {
    // A busy machine takes its time to start a program.
    this.timeout(60_000);
    const program = `
      import { ProcessTable } from '${new URL('../../../../apps/emulator/kernel/process-table.ts', import.meta.url).href}';
      new ProcessTable().start({ name: 's', command: '/bin/sh', args: ['-c', 'echo $$; exec sleep 300'],
        cwd: '/', env: { PATH: process.env.PATH ?? '' }, onOutput: (text) => process.stdout.write(text) });
      setInterval(() => undefined, 1000);`;
    const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', program], {
      stdio: ['ignore', 'pipe', 'ignore'],
      // Merged with the coverage of this process, that of a child makes covered lines look uncovered.
      env: { ...process.env, NODE_V8_COVERAGE: '' },
    });
    // The program passes the number on only after it has started the process and its guard.
    const [printed] = (await once(child.stdout, 'data')) as [Buffer];
    const pid = Number(printed.toString());
    assert.ok(isRunning(pid));
    child.kill('SIGKILL');
    await once(child, 'exit');
    assert.ok(await ends(pid));
  });
});
