import assert from 'node:assert/strict';
import { fail } from '../../../../../src/core/errors/catalogue.ts';
import { catalogueError } from '../../../../support/catalogue-error.ts';
import { goodFiles, setUp } from '../support/deploy-set-up.ts';

const withRollout = (rollout: string): Record<string, string> => ({
  ...goodFiles,
  'repo/deploymentconfig.yml': `${goodFiles['repo/deploymentconfig.yml']}rollout: { pauseSeconds: 1, minimumSamples: 5, ${rollout} }\n`,
  'repo/right.json': '[1]',
  'repo/wrong.json': '[2]',
});

/** Version 6 serves; version 7 answers as `fresh` says, from its n-th answer on. */
async function rolling(rollout: string, fresh: { status: number; milliseconds: number }, after = 1) {
  const world = setUp(withRollout(rollout));
  const { deployment: old = '' } = await world.run({ version: '6' });
  const score = world.azure.scoring.score.bind(world.azure.scoring);
  let answers = 0;
  world.azure.scoring.score = async (request) => {
    const answer = await score(request);
    if (request.deployment === old) return answer;
    answers += 1;
    return answers > after ? { ...answer, ...fresh } : answer;
  };
  const traffic = () => world.azure.stored.endpoints.get('fraud')?.traffic;
  return { ...world, old, traffic };
}

const good = { status: 200, milliseconds: 5 };

describe('src/flows/deploy/rollout/rollout-steps.ts', () => {
  it('moves the traffic step by step and says why each step is good', async () => {
    const { run, azure, log, old } = await rolling('strategy: canary, steps: [10, 50]', good);
    const { deployment: fresh = '' } = await run({ version: '7' });
    const moves = azure.writes.filter((write) => write.startsWith('move-traffic')).slice(1);
    assert.deepEqual(
      moves.map((move) => JSON.parse(move.slice(13)) as unknown),
      [{ [old]: 90, [fresh]: 10 }, { [old]: 50, [fresh]: 50 }, { [fresh]: 100 }],
    );
    assert.equal(log.lines.filter((line) => /is good: 0 of \d+ requests failed/.test(line)).length, 4);
    const before = azure.writes.length;
    assert.deepEqual((await run({ version: '7' })).plan.steps, []);
    assert.equal(azure.writes.length, before);
  });

  it('takes the traffic back when the new version fails under traffic, keeps it, and says why', async () => {
    const { run, traffic, old, azure, log } = await rolling(
      'strategy: canary, steps: [10]',
      { ...good, status: 424 },
      8,
    );
    azure.deployments.logs = ({ deployment }) => Promise.resolve(`what ${deployment} said`);
    await assert.rejects(
      run({ version: '7' }),
      catalogueError('RolloutJudgedWorse', '2 of', 'at most 1 % may', `${old} 100 %`, 'kept for diagnosis'),
    );
    assert.match(log.lines.join('\n'), /Logs of deployment '(v7-\w+)':\nwhat \1 said/);
    assert.deepEqual(traffic(), { [old]: 100 });
    assert.equal(azure.stored.deployments.size, 2);
    assert.ok(log.lines.some((line) => line.startsWith('warning: Going back to')));
  });

  it('deletes the bad version when it is told to', async () => {
    const { run, azure } = await rolling(
      'strategy: blue-green, removeBad: true',
      { ...good, status: 424 },
      4,
    );
    await assert.rejects(run({ version: '7' }), catalogueError('RolloutJudgedWorse', 'is deleted'));
    assert.equal(azure.stored.deployments.size, 1);
  });

  it('says why the version is bad although it can not be deleted', async () => {
    const bad = { ...good, status: 424 };
    const { run, azure, traffic, old } = await rolling('strategy: blue-green, removeBad: true', bad, 4);
    azure.deployments.delete = () =>
      Promise.reject(fail('AzureForbidden', { resource: 'v7', action: 'delete' }));
    await assert.rejects(
      run({ version: '7' }),
      catalogueError('RolloutJudgedWorse', '2 of', 'could not be deleted'),
    );
    assert.deepEqual(traffic(), { [old]: 100 });
  });

  it('leaves no mixture behind when the service refuses a step, and goes on from there', async () => {
    const { run, azure, traffic, old, log } = await rolling('strategy: canary, steps: [10, 50]', good);
    const change = azure.endpoints.change.bind(azure.endpoints);
    azure.endpoints.change = (workspace, name, decide) =>
      change(workspace, name, (now) => {
        const wanted = decide(now);
        if (Object.values(wanted?.traffic ?? {}).includes(50))
          throw fail('AzureFailed', { resource: name, status: 500, reason: 'a fault' });
        return wanted;
      });
    await assert.rejects(run({ version: '7' }), catalogueError('AzureFailed'));
    assert.deepEqual(traffic(), { [old]: 100 });
    assert.ok(log.lines.includes(`warning: The traffic is with ${old} 100 % again.`));
    azure.endpoints.change = change;
    const { deployment = '' } = await run({ version: '7' });
    assert.deepEqual(traffic(), { [deployment]: 100 });
  });

  it('refuses a version that is much slower than the one now serving, before it gets any traffic', async () => {
    const { run, azure } = await rolling('strategy: blue-green', { status: 200, milliseconds: 50 });
    const before = azure.writes.filter((write) => write.startsWith('move-traffic')).length;
    await assert.rejects(run({ version: '7' }), catalogueError('RolloutJudgedWorse', 'times as long'));
    assert.equal(azure.writes.filter((write) => write.startsWith('move-traffic')).length, before + 1);
  });

  it('deletes what served before, once the new version is judged, when it is told to', async () => {
    const { run, azure } = await rolling('strategy: blue-green, removeOld: true', good);
    const { deployment } = await run({ version: '7' });
    assert.deepEqual([...azure.stored.deployments.keys()], [`fraud/${deployment ?? ''}`]);
  });

  it('holds answers against what is expected, before any traffic', async () => {
    const right = await rolling('smokeTests: [{ request: request.json, expected: right.json }]', good);
    await right.run({ version: '7' });
    const world = setUp(
      withRollout('smokeTests: [{ name: known, request: request.json, expected: wrong.json }]'),
    );
    await assert.rejects(
      world.run(),
      catalogueError('SmokeTestWrong', "'known'", '[0] is 1 and should be 2'),
    );
    assert.deepEqual(world.azure.stored.endpoints.get('fraud')?.traffic, {});
  });

  it('warns when there is nothing to ask with', async () => {
    const { run, log } = await rolling('strategy: blue-green', good);
    await run({ version: '7', testRequest: undefined as unknown as string });
    assert.ok(log.lines.some((line) => /warning: .* is not compared with/.test(line)));
  });

  it('gives inputs the last word', async () => {
    const { run, azure } = await rolling('strategy: canary', good);
    await run({ version: '7', rolloutInputs: { strategy: 'replace', steps: '' } });
    assert.equal(azure.writes.filter((write) => write.startsWith('move-traffic')).length, 2);
    await assert.rejects(
      run({ version: '6', rolloutInputs: { minimumSamples: 'many' } }),
      catalogueError('ConfigurationInvalid', "input 'minimumSamples'"),
    );
  });
});
