import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { groupCpuMilliseconds } from '../../../../apps/emulator/kernel/cpu-time.ts';
import { ProcessTable } from '../../../../apps/emulator/kernel/process-table.ts';

describe('emulator/kernel/cpu-time', () => {
  it('counts what a group of processes has used', async function () {
    if (!existsSync('/proc/self/stat')) this.skip();
    const table = new ProcessTable();
    let isDone: () => void = () => undefined;
    const done = new Promise<void>((resolve) => (isDone = resolve));
    const script =
      'while (process.cpuUsage().user < 300_000); console.log("done"); setInterval(() => {}, 1000)';
    const child = table.start({
      ...{ name: 'busy', command: process.execPath, args: ['-e', script], cwd: '/', env: {} },
      onOutput: () => isDone(),
    });
    await done;
    const used = child.cpuMilliseconds() ?? 0;
    await table.stopAll();
    assert.ok(used >= 250 && used < 5_000, String(used));
  });

  it('finds nothing of a group that is not there', function () {
    if (!existsSync('/proc/self/stat')) this.skip();
    assert.equal(groupCpuMilliseconds(2 ** 30), 0);
  });
});
