// Real watchers that share their state in Azurite: one leads, and another one takes over when it is killed.
import assert from 'node:assert/strict';
import { type Replicas, failOver, startReplicas, wrongReleases } from '../../../../bench/fail-over.ts';

describe('apps/watcher with a shared state (Azurite)', function () {
  this.timeout(120_000);
  let replicas: Replicas;
  beforeEach(async () => {
    replicas = await startReplicas();
  });
  afterEach(() => replicas.close());

  it('takes over within 20 s of a kill -9, and nothing is lost or doubled', async () => {
    const first = replicas.start();
    await first.event('baseline');
    const second = replicas.start();
    await second.event('standby');
    const before = await failOver(replicas, [first, second], '1', 'before');
    const third = replicas.start();
    await third.event('standby');
    const after = await failOver(replicas, [second, third], '2', 'after');
    for (const { untilLed, untilFired } of [before, after]) {
      assert.ok(untilLed < 20_000, `led after ${untilLed} ms`);
      assert.ok(untilFired < 25_000, `fired after ${untilFired} ms`);
    }
    // What the killed one left is a draft without effect: it is started, not found.
    assert.deepEqual([before.found, after.found], [false, false]);
    assert.deepEqual(wrongReleases(replicas, ['1', '2']), []);
    third.kill('SIGTERM');
    assert.equal(await third.ended, 0);
  });

  it('hands the lead over at once when it is stopped, also to a single turn', async () => {
    const leader = replicas.start();
    await leader.event('baseline');
    replicas.stage.register('1');
    await leader.event('fired');
    const turn = replicas.start('--once');
    await turn.event('standby');
    replicas.stage.register('2');
    leader.kill('SIGTERM');
    assert.equal(await leader.ended, 0);
    assert.equal(await turn.ended, 0);
    assert.deepEqual(wrongReleases(replicas, ['1', '2']), []);
    const names = turn.events.map(({ event }) => event);
    assert.deepEqual(names.slice(0, 3), ['started', 'standby', 'leading'], turn.output.join('\n'));
    const output = [...leader.output, ...turn.output].join('\n');
    assert.ok(!output.includes(/AccountKey=([^;]*)/.exec(replicas.account.connectionString)?.[1] ?? 'none'));
  });

  it('refuses a state file beside the account', async () => {
    const both = replicas.start('--state', 'watch.db');
    assert.equal(await both.ended, 2);
    assert.match(both.output.join('\n'), /WatchArgumentsInvalid.*watch\.db/);
  });
});
