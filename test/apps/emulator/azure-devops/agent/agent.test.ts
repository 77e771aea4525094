// Whole jobs on the agent: what tasks hand on to each other, and how steps and stages end.
import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { EnvironmentStatus, TaskStatus } from 'azure-devops-node-api/interfaces/ReleaseInterfaces.js';
import { modelArtifact } from '../support/release-fixtures.ts';
import { project, run, stageStatus, startJobs, taskStatuses, type Jobs } from '../support/jobs.ts';
import { connectionId } from '../support/running-azure-devops.ts';

describe('apps/emulator/azure-devops/agent/agent.ts', () => {
  let jobs: Jobs;
  before(async () => {
    jobs = await startJobs();
  });
  after(() => jobs.running.close());

  it('hands variables and outputs to later tasks, in the agent’s folders, and cleans the temporary one', async () => {
    const ran = await jobs.play([
      {
        tasks: [
          run(
            `require('fs').writeFileSync('kept.txt', 'from one'); require('fs').writeFileSync(process.env.AGENT_TEMPDIRECTORY + '/t', '');
               console.log('##vso[task.setvariable variable=plain]1'); console.log('##vso[task.setvariable variable=out;isOutput=true]2');`,
            { refName: 'first' },
          ),
          run(
            `console.log('got ' + process.env.INPUT_WITHDEFAULT + ' ' + require('fs').readFileSync('kept.txt', 'utf8'))`,
            {},
            { withDefault: '$(plain) $(first.out) $(out)' },
          ),
        ],
      },
    ]);
    assert.match(ran.logs[1] ?? '', /got 1 2 \$\(out\) from one/);
    assert.equal(stageStatus(ran), EnvironmentStatus.Succeeded);
    assert.deepEqual(
      (await readdir(join(jobs.running.folder, 'state/agent/_work'))).filter((name) => name === '_temp'),
      [],
    );
  });

  it('fails a stage by exit code or by command, and runs by condition', async () => {
    const ran = await jobs.play([
      {
        tasks: [
          run('process.exitCode = 3'),
          run('', {}),
          run('', { condition: 'failed()' }),
          run(`console.log('##vso[task.complete result=Failed]gone')`, {
            condition: 'always()',
            continueOnError: true,
          }),
          run('', { enabled: false, condition: 'always()' }),
        ],
      },
      { name: 'Next', conditions: [{ name: 'Production', conditionType: 'environmentState', value: '4' }] },
    ]);
    assert.deepEqual(taskStatuses(ran), ['Failed', 'Skipped', 'Succeeded', 'PartiallySucceeded', 'Skipped']);
    assert.equal(stageStatus(ran), EnvironmentStatus.Rejected);
    assert.equal(stageStatus(ran, 1), EnvironmentStatus.NotStarted);
    assert.match(ran.tasks[0]?.issues?.[0]?.message ?? '', /^Exit code 3 returned from process/);
  });

  it('starts the next stage when the one before succeeded', async () => {
    const releaseId = await jobs.begin([
      { tasks: [run(`console.log('##vso[release.updatereleasename]Fraud 7')`)] },
      {
        name: 'Next',
        tasks: [run(`console.log('name ' + process.env.RELEASE_RELEASENAME)`)],
        conditions: [{ name: 'Production', conditionType: 'environmentState', value: '4' }],
      },
    ]);
    for (;;) {
      const ran = await jobs.ended(releaseId);
      if (stageStatus(ran, 1) === EnvironmentStatus.NotStarted) continue;
      assert.equal(stageStatus(ran, 1), EnvironmentStatus.Succeeded);
      assert.match(ran.logs[1] ?? '', /name Fraud 7/);
      break;
    }
  });

  it('ends a task at its time limit', async () => {
    const ran = await jobs.play([
      { tasks: [run('setInterval(() => {}, 1000)', { timeoutInMinutes: 0.003 })] },
    ]);
    assert.deepEqual(taskStatuses(ran), ['Failed']);
    assert.match(ran.logs[0] ?? '', /The task has timed out/);
  });

  it('cancels the running task and still runs what must always run', async () => {
    const releaseId = await jobs.begin([
      {
        tasks: [
          run(`console.log('running'); setInterval(() => {}, 1000)`),
          run(''),
          run(`console.log('tidy')`, { condition: 'always()' }),
        ],
      },
    ]);
    let environmentId = 0;
    for (let started = false; !started;) {
      const release = await jobs.releases.getRelease(project, releaseId);
      environmentId = release.environments?.[0]?.id ?? 0;
      const job = release.environments?.[0]?.deploySteps?.[0]?.releaseDeployPhases?.[0]?.deploymentJobs?.[0];
      started = job?.tasks?.[0]?.status === TaskStatus.InProgress;
    }
    await jobs.releases.updateReleaseEnvironment(
      { status: EnvironmentStatus.Canceled },
      project,
      releaseId,
      environmentId,
    );
    const ran = await jobs.ended(releaseId);
    assert.deepEqual(taskStatuses(ran), ['Canceled', 'Skipped', 'Succeeded']);
    assert.equal(stageStatus(ran), EnvironmentStatus.Canceled);
    assert.match(ran.logs[2] ?? '', /tidy/);
  });

  it('fails a stage whose task was taken away, and says why', async () => {
    const connection = await connectionId(jobs.running, 'azureml-secret');
    await jobs.running.call('PATCH', '/emulator/_emulator/switches', { customBuildArtifactsTasks: false });
    const ran = await jobs.play([{ tasks: [run('')] }], { artifacts: [modelArtifact(connection)] });
    await jobs.running.call('PATCH', '/emulator/_emulator/switches', { customBuildArtifactsTasks: true });
    assert.equal(stageStatus(ran), EnvironmentStatus.Rejected);
    assert.match(
      ran.release.environments?.[0]?.deploySteps?.[0]?.errorLog ?? '',
      /customBuildArtifactsTasks is off/,
    );
  });

  it('gives all logs as one zip', async () => {
    const ran = await jobs.play([{ tasks: [run(`console.log('zipped')`)] }]);
    const stream = await jobs.releases.getLogs(project, ran.release.id ?? 0);
    const zip = await buffer(stream);
    assert.equal(zip.subarray(0, 2).toString(), 'PK');
    assert.ok(zip.includes('Production/1-Agent job/2_Run Eval.log'));
  });

  it('starts a stage by hand, and again', async () => {
    const releaseId = await jobs.begin([{ tasks: [run('')], conditions: [] }]);
    const waiting = await jobs.ended(releaseId);
    assert.equal(stageStatus(waiting), EnvironmentStatus.NotStarted);
    const environmentId = waiting.release.environments?.[0]?.id ?? 0;
    const start = { status: EnvironmentStatus.InProgress };
    for (const attempts of [1, 2]) {
      await jobs.releases.updateReleaseEnvironment(start, project, releaseId, environmentId);
      const ran = await jobs.ended(releaseId);
      assert.equal(stageStatus(ran), EnvironmentStatus.Succeeded);
      assert.equal(ran.release.environments?.[0]?.deploySteps?.length, attempts);
    }
  });

  it('runs one job at a time', async () => {
    const mark = `console.log('from ' + Date.now()); setTimeout(() => console.log('to ' + Date.now()), 100)`;
    const ids = await Promise.all([
      jobs.begin([{ tasks: [run(mark)] }]),
      jobs.begin([{ tasks: [run(mark)] }]),
    ]);
    const rans = await Promise.all(ids.map((id) => jobs.ended(id)));
    const spans = rans.map(({ logs }) =>
      ['from', 'to'].map((word) => Number(new RegExp(`${word} (\\d+)`).exec(logs[0] ?? '')?.[1])),
    );
    const [first, second] = spans.toSorted(([a = 0], [b = 0]) => a - b);
    assert.ok((first?.[1] ?? 0) <= (second?.[0] ?? 0), JSON.stringify(spans));
  });
});
