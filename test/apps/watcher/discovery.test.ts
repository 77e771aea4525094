// The watcher as a program with watches that nobody wrote down: it finds them, and fires.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createWatchList } from '../../../artifact-source/watch-list.ts';
import { discoveryFor } from '../../../apps/watcher/discovery.ts';
import { parseWatchConfiguration } from '../../../apps/watcher/configuration.ts';
import { runProgram } from '../../../apps/watcher/program.ts';
import { createOrganization } from '../../../src/adapters/azure-devops/organization.ts';
import { systemClock } from '../../../src/adapters/local/clock.ts';
import { createAutoClock } from '../../support/auto-clock.ts';
import { quotaOf } from '../../support/quota-of.ts';
import { trustAuthority } from '../../support/trust-authority.ts';
import { azureIds } from './support/azure-fake.ts';
import { type Stage, startStage } from './support/stage.ts';

const inputs = {
  connection: 'c',
  watch: 'every',
  resourceGroup: 'ml',
  workspace: 'prod',
  definition: 'fraud',
};
const artifacts = [{ alias: '_fraud', inputs }];
const usual = { id: 7, name: 'deploy-fraud', aliases: ['_fraud'], artifacts };

describe('apps/watcher/discovery.ts', function () {
  this.timeout(30_000);
  let stage: Stage;

  before(async () => {
    stage = await startStage({ watches: [], discover: { projects: 'all' } }, ({ origin: url }) => ({
      definitions: [usual, { ...usual, id: 8, name: 'deploy-twice', triggers: ['_fraud'] }],
      connections: [{ id: 'c', name: 'azureml', url, data: { subscriptionId: azureIds.subscriptionId } }],
    }));
    trustAuthority(stage.azure.caPem);
  });
  after(() => stage.close());

  async function once() {
    const lines: string[] = [];
    const status = await runProgram({
      argv: [...stage.argv, '--once'],
      environment: stage.environment,
      readText: (path) => readFileSync(path, 'utf8'),
      clock: systemClock,
      isTerminal: false,
      writeLine: (line) => lines.push(line),
      writeAside: (line) => lines.push(line),
      signal: new AbortController().signal,
    });
    return { status, told: lines.map((line) => JSON.parse(line) as Record<string, unknown>) };
  }

  it('begins a watch for a definition that wants to be watched, and says why it leaves another out', async () => {
    const { status, told } = await once();
    assert.equal(status, 0);
    assert.deepEqual(
      told.map(({ event }) => event),
      ['started', 'left-out', 'watches', 'baseline', 'stopped'],
    );
    assert.equal(told[1]?.['definition'], 'deploy-twice');
    assert.deepEqual(told[2]?.['added'], ['demo/7/_fraud']);
  });

  it('fires its next version, and no other definition', async () => {
    stage.register('1');
    const { status, told } = await once();
    assert.equal(status, 0);
    assert.equal(told.find(({ event }) => event === 'fired')?.['watch'], 'demo/7/_fraud');
    assert.deepEqual(
      stage.devops.releases.map(({ definition, artifacts }) => [definition, artifacts['_fraud']]),
      [[7, '1']],
    );
  });

  it('looks again at the interval until it has to stop', async () => {
    const { discover, azure } = parseWatchConfiguration(
      readFileSync(stage.argv[1] ?? '', 'utf8'),
      'watch.yml',
    );
    const clock = createAutoClock();
    const { url, token } = stage.devops;
    const stop = new AbortController();
    const seen: number[] = [];
    const events = { emit: () => undefined };
    const list = createWatchList([], events, (watches) => {
      seen.push(watches.length);
      if (seen.length === 3) stop.abort();
    });
    const organization = createOrganization({ url, token, quota: quotaOf(clock) });
    await discoveryFor({ ...(discover === undefined ? {} : { discover }), azure }, organization, {
      list,
      events,
      clock,
    }).run(stop.signal);
    assert.deepEqual(seen, [1, 1, 1]);
    assert.deepEqual([...new Set(clock.slept.filter((each) => each > 60_000))], [300_000]);
  });
});
