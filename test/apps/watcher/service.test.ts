// The watcher as a service that runs for long: what it shows of itself, and a configuration that changes under it.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { type Stage, startStage } from './support/stage.ts';
import { type WatcherProcess, startWatcherProcess } from './support/watcher-process.ts';

describe('apps/watcher (as a service)', function () {
  this.timeout(60_000); // starts a process that compiles TypeScript first
  let stage: Stage;
  let watcher: WatcherProcess;
  let address: string;

  before(async () => {
    stage = await startStage({ metrics: { port: 0 } });
    watcher = startWatcherProcess(stage.argv, stage.environment);
    address = (await watcher.event('shown'))['address'] as string;
  });
  after(async () => {
    watcher.kill('SIGKILL');
    await watcher.ended;
    await stage.close();
  });

  it('becomes ready with the first good check, and shows what it did since', async () => {
    assert.equal((await fetch(`${address}/healthz`)).status, 200);
    await watcher.event('baseline');
    for (let tries = 0; (await fetch(`${address}/readyz`)).status !== 200; tries += 1) {
      assert.ok(tries < 100, 'it never got ready');
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    stage.register('1');
    await watcher.event('fired');
    const figures = await (await fetch(`${address}/metrics`)).text();
    assert.match(figures, /^azureml_watch_versions_total 1$/m);
    assert.match(figures, /^azureml_watch_firings_total{found="false"} 1$/m);
    assert.match(figures, /^azureml_watch_detection_latency_seconds_count 1$/m);
    assert.match(figures, /^azureml_watch_calls_total{service="azure-resource-manager",status="200"} [1-9]/m);
    assert.match(figures, /^azureml_watch_calls_total{service="azure-devops",status="200"} [1-9]/m);
    const { subscriptionId } = (JSON.parse(readFileSync(stage.configFile, 'utf8')) as Configuration)
      .watches[0].workspace;
    const age = new RegExp(
      `^azureml_watch_last_good_check_age_seconds{source="workspace/${subscriptionId}/ml/prod"} [0-9.e-]+$`,
      'm',
    );
    assert.match(figures, age);
  });

  it('refuses a bad configuration on SIGHUP and goes on, then takes the good one over', async () => {
    const configuration = JSON.parse(readFileSync(stage.configFile, 'utf8')) as Configuration;
    writeFileSync(stage.configFile, '{ "watches": [], "intervalSeconds": 0, "more": 1 }');
    watcher.kill('SIGHUP');
    const refused = await watcher.event('failed');
    assert.equal(refused['code'], 'ConfigurationInvalid');
    assert.match(
      String(refused['reason']),
      /line 1, azure: .*intervalSeconds: .*more: this key is not known/,
    );

    const [watch] = configuration.watches;
    configuration.watches = [{ ...watch, name: 'renamed' }];
    writeFileSync(stage.configFile, JSON.stringify(configuration));
    watcher.kill('SIGHUP');
    const changed = await watcher.event('watches');
    assert.deepEqual([changed['added'], changed['removed']], [['renamed'], ['fraud-to-production']]);
    await watcher.event('reloaded');
    watcher.kill('SIGTERM');
    assert.equal(await watcher.ended, 0);
  });
});

interface Configuration {
  watches: [{ readonly name: string; readonly workspace: { readonly subscriptionId: string } }];
}
