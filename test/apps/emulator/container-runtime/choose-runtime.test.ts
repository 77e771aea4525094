import assert from 'node:assert/strict';
import {
  chooseRuntime,
  type ContainerMode,
} from '../../../../apps/emulator/container-runtime/choose-runtime.ts';
import { ProcessTable } from '../../../../apps/emulator/kernel/process-table.ts';

describe('apps/emulator/container-runtime/choose-runtime.ts', () => {
  const lines: string[] = [];
  const choose = (mode: ContainerMode, DOCKER_HOST: string) =>
    chooseRuntime({
      ...{ mode, env: { DOCKER_HOST }, directory: '/nowhere', processes: new ProcessTable() },
      log: (line) => lines.push(line),
      environments: { baseEnv: {}, build: () => Promise.reject(new Error('not asked')) },
    });

  it('runs processes where no engine answers, and says why', async () => {
    assert.equal((await choose('auto', 'unix:///nowhere/docker.sock')).kind, 'process');
    assert.match(
      lines.join('\n'),
      /as processes, because no Docker Engine answers at unix:\/\/\/nowhere\/docker\.sock: .*ENOENT/,
    );
  });

  it('runs processes where the engine is on another machine: its ports would be there', async () => {
    assert.equal((await choose('auto', 'tcp://far.example.com:2375')).kind, 'process');
    assert.match(lines.at(-1) ?? '', /far\.example\.com:2375 is not reached by a socket of this machine/);
  });

  it('does not start with an engine that was asked for and does not answer', async () => {
    await assert.rejects(
      choose('docker', 'unix:///nowhere/docker.sock'),
      /containers can not be run: no Docker/,
    );
  });

  it('asks for no engine when processes are wanted', async () => {
    lines.length = 0;
    assert.equal((await choose('process', 'unix:///nowhere/docker.sock')).kind, 'process');
    assert.deepEqual(lines, []);
  });
});
