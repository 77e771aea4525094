// A running watcher obeys a command at once, whatever its interval is.
import assert from 'node:assert/strict';
import { runProgram } from '../../../apps/watcher/program.ts';
import { systemClock } from '../../../src/adapters/local/clock.ts';
import { readText } from '../../../src/adapters/local/read-text.ts';
import { type Stage, startStage } from './support/stage.ts';
import { type WatcherProcess, startWatcherProcess } from './support/watcher-process.ts';

describe('apps/watcher (obeys orders)', function () {
  this.timeout(60_000); // starts a process that compiles TypeScript first
  let stage: Stage;
  let watcher: WatcherProcess;

  before(async () => {
    stage = await startStage({ intervalSeconds: 3600 });
    stage.register('1');
    watcher = startWatcherProcess(stage.argv, stage.environment);
    await watcher.event('baseline');
  });
  after(async () => {
    watcher.kill('SIGTERM');
    await watcher.ended;
    await stage.close();
  });

  it('fires a replay within seconds, though the next check is an hour away', async () => {
    const began = Date.now();
    const status = await runProgram({
      argv: ['replay', 'fraud', '1', '--state', stage.stateFile],
      environment: stage.environment,
      readText,
      clock: systemClock,
      isTerminal: false,
      writeLine: () => undefined,
      writeAside: (line) => assert.fail(line),
      signal: new AbortController().signal,
    });
    assert.equal(status, 0);
    const fired = await watcher.event('fired');
    assert.equal(fired['version'], '1');
    // One look a second, and the calls; this machine may have other things to do in between.
    assert.ok(Date.now() - began < 10_000, `${Date.now() - began} ms`);
    assert.equal(stage.devops.releases.length, 1);
  });
});
