// An event of Event Grid wakes the watcher: what polling would see after an hour is fired at once.
import assert from 'node:assert/strict';
import { gridEvent } from '../../support/event-grid-events.ts';
import { type Stage, startStage } from './support/stage.ts';
import { type WatcherProcess, startWatcherProcess } from './support/watcher-process.ts';

describe('apps/watcher (woken by events)', function () {
  this.timeout(60_000); // starts a process that compiles TypeScript first
  let stage: Stage;
  let watcher: WatcherProcess;
  let address: string;

  before(async () => {
    stage = await startStage({
      intervalSeconds: 3600,
      relay: { port: 0, organizations: ['https://dev.azure.com/contoso'] },
    });
    watcher = startWatcherProcess(stage.argv, stage.environment);
    address = (await watcher.event('listening'))['address'] as string;
    await watcher.event('baseline');
  });
  after(async () => {
    watcher.kill('SIGTERM');
    await watcher.ended;
    await stage.close();
  });

  const deliver = async (version: number): Promise<number> => {
    const answered = await fetch(address, { method: 'POST', body: JSON.stringify([gridEvent(version)]) });
    return answered.status;
  };
  const fired = () => watcher.events.filter(({ event }) => event === 'fired').map(({ version }) => version);
  const until = async (count: number): Promise<void> => {
    const deadline = Date.now() + 20_000;
    while (fired().length < count) {
      assert.ok(Date.now() < deadline, watcher.output.join('\n'));
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  };

  it('fires the version that an event announces, without a hook in its headers', async () => {
    stage.register('1');
    assert.equal(await deliver(1), 200);
    await until(1);
    assert.deepEqual(fired(), ['1']);
  });

  it('fires each of a burst in order, none twice', async () => {
    const versions = Array.from({ length: 10 }, (_, index) => index + 2);
    await Promise.all(
      versions.map(async (version) => {
        stage.register(`${version}`);
        assert.equal(await deliver(version), 200);
      }),
    );
    await until(11);
    assert.deepEqual(fired(), ['1', ...versions.map(String)]);
    assert.equal(stage.devops.releases.length, 11);
  });

  it('looks again soon when the event was faster than the list', async () => {
    assert.equal(await deliver(12), 200);
    await new Promise((resolve) => setTimeout(resolve, 300));
    stage.register('12');
    await until(12);
  });

  it('takes well under a second from event to release', async () => {
    const times: number[] = [];
    for (let version = 13; version <= 22; version += 1) {
      stage.register(`${version}`);
      const began = Date.now();
      assert.equal(await deliver(version), 200);
      await until(version);
      times.push(Date.now() - began);
    }
    // The median: this machine may have other things to do in between.
    assert.ok((times.toSorted((a, b) => a - b)[5] ?? Infinity) < 1000, times.join(' '));
  });
});
