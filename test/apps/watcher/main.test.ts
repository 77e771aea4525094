import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { runProgram } from '../../../apps/watcher/program.ts';
import { systemClock } from '../../../src/adapters/local/clock.ts';
import { type Stage, startStage } from './support/stage.ts';
import { type WatcherProcess, startWatcherProcess } from './support/watcher-process.ts';

describe('apps/watcher/main.ts', function () {
  this.timeout(60_000); // each test starts processes that compile TypeScript first
  let stage: Stage;
  const running: WatcherProcess[] = [];
  const start = (...more: readonly string[]): WatcherProcess => {
    const started = startWatcherProcess([...stage.argv, ...more], stage.environment);
    running.push(started);
    return started;
  };

  beforeEach(async () => {
    stage = await startStage();
    stage.register('1');
  });
  afterEach(async () => {
    for (const each of running) each.kill('SIGKILL');
    await Promise.all(running.splice(0).map(({ ended }) => ended));
    await stage.close();
  });

  it('fires a version that is registered while it runs, and ends with status 0 on SIGTERM', async () => {
    const watcher = start();
    await watcher.event('baseline');
    stage.register('2');
    const fired = await watcher.event('fired');
    assert.deepEqual([fired['version'], fired['id'], fired['found']], ['2', 41, false]);
    assert.deepEqual(
      stage.devops.releases.map(({ artifacts }) => artifacts),
      [{ _fraud: '2' }],
    );
    watcher.kill('SIGTERM');
    assert.equal(await watcher.ended, 0);
    const names = watcher.events.map(({ event }) => event);
    assert.deepEqual(names, ['started', 'baseline', 'seen', 'decided', 'fired', 'stopped']);
    const output = watcher.output.join('\n');
    for (const secret of [stage.azure.clientSecret, stage.devops.token, 'access-token-of-the-test']) {
      assert.ok(!output.includes(secret));
    }
  });

  for (const moment of ['before', 'after'] as const) {
    it(`fires exactly once when it is killed ${moment} the release was created, and not told so`, async () => {
      const first = start('--once');
      assert.equal(await first.ended, 0);
      stage.register('2');
      stage.register('3');
      const killed = start();
      // kill -9 while the creation is under way: owed is written down by now, fired is not.
      stage.devops.mishap = async ({ method, path }) => {
        if (method !== 'POST' || path.endsWith('/tags')) return undefined;
        stage.devops.mishap = () => undefined;
        killed.kill('SIGKILL');
        await killed.ended;
        return moment === 'after' ? { cut: true, after: true } : { cut: true };
      };
      assert.equal(await killed.ended, 'SIGKILL');
      assert.ok(!killed.events.some(({ event }) => event === 'fired'));

      const next = start('--once');
      assert.equal(await next.ended, 0);
      const fired = next.events.filter(({ event }) => event === 'fired');
      assert.deepEqual(
        fired.map(({ version, found }) => [version, found]),
        [
          ['2', moment === 'after'],
          ['3', false],
        ],
      );
      assert.deepEqual(
        stage.devops.releases.map(({ artifacts }) => artifacts),
        [{ _fraud: '2' }, { _fraud: '3' }],
      );

      const quiet = start('--once');
      assert.equal(await quiet.ended, 0);
      assert.equal(stage.devops.releases.length, 2);
    });
  }

  it('obeys orders that another process gives while it runs, and forgets none when it is killed', async () => {
    const first = start();
    await first.event('baseline');
    const order = async (...words: readonly string[]) => {
      const status = await runProgram({
        argv: [...words, '--state', stage.stateFile],
        environment: { USER: 'ann' },
        readText: () => '',
        clock: systemClock,
        isTerminal: true,
        writeLine: () => undefined,
        writeAside: () => undefined,
        signal: new AbortController().signal,
      });
      assert.equal(status, 0);
    };
    await order('pause', '--reason', 'freeze');
    stage.register('2');
    const held = await first.event('held');
    assert.match(String(held['reason']), /^the watch is held: paused by ann: freeze$/);
    first.kill('SIGKILL');
    await first.ended;
    const second = start();
    await second.event('held');
    assert.equal(stage.devops.releases.length, 0);
    await order('resume');
    assert.equal((await second.event('fired'))['version'], '2');
    await order('replay', 'fraud', '1');
    const isReplayed = (): boolean => second.events.filter(({ event }) => event === 'fired').length === 2;
    for (let times = 0; times < 200 && !isReplayed(); times += 1) await sleep(50);
    second.kill('SIGTERM');
    assert.equal(await second.ended, 0);
    assert.deepEqual(
      stage.devops.releases.map(({ artifacts }) => artifacts),
      [{ _fraud: '2' }, { _fraud: '1' }],
    );
  });

  it('refuses to start on the state file of a running watcher', async () => {
    const watcher = start();
    await watcher.event('baseline');
    const second = start('--once');
    assert.equal(await second.ended, 2);
    assert.equal(second.events[0]?.['code'], 'WatchStateInUse');
  });
});
