// YAML pipelines over REST: which text is taken, which runs it gives, what their steps get.
import assert from 'node:assert/strict';
import {
  RunResult,
  type RunPipelineParameters,
} from 'azure-devops-node-api/interfaces/PipelinesInterfaces.js';
import type { IPipelinesApi } from 'azure-devops-node-api/PipelinesApi.js';
import { project, Triggering } from '../support/triggering.ts';
import { buildResource, endedRuns, logText } from '../support/yaml-runs.ts';

const show = `console.log(JSON.stringify(Object.fromEntries(Object.entries(process.env).filter(([name]) => name.startsWith('INPUT_')))));`;

describe('apps/emulator/azure-devops/rest/pipeline-routes.ts', () => {
  let world: Triggering;
  let api: IPipelinesApi;
  beforeEach(async () => {
    world = await Triggering.start();
    api = await world.running.api.getPipelinesApi();
    world.taskScript = show;
    await world.install();
  });
  afterEach(() => world.close());

  const run = (id: number, order: RunPipelineParameters = {}) => api.runPipeline(order, project, id);

  it('runs scripts and tasks, and shows pipelines, runs and logs to the unmodified API', async () => {
    const id = await world.pipeline(
      'CI',
      `variables: { word: hello }
steps:
  - checkout: none
  - script: |
      echo "$(word) $BUILD_REASON $PWD"
      echo '##vso[task.setvariable variable=said]yes'
  - task: T@1
    displayName: Look
    inputs: { connection: azureml-secret, said: $(said), count: 3 }`,
    );
    const queued = await run(id);
    assert.equal(queued.pipeline?.name, 'CI');
    const [ended] = await endedRuns(world, id);
    assert.equal(ended?.result, RunResult.Succeeded);
    assert.ok(ended.finishedDate instanceof Date);
    assert.equal((await api.getRun(project, id, queued.id ?? 0)).name, ended.name);
    assert.match(await logText(world, ended.id ?? 0, 1), /hello Manual .*_work\/1\/s/);
    const inputs = await logText(world, ended.id ?? 0, 2);
    assert.ok(inputs.includes(`"INPUT_CONNECTION":"${world.connection}"`));
    assert.ok(inputs.includes('"INPUT_SAID":"yes"') && inputs.includes('"INPUT_COUNT":"3"'));
    assert.equal((await api.listLogs(project, id, ended.id ?? 0)).logs?.length, 2);
    assert.deepEqual(
      (await api.listPipelines(project)).map(({ name }) => name),
      ['CI'],
    );
    assert.equal((await api.getPipeline(project, id)).revision, 1);
  });

  it('fails a run whose script fails, skips what follows, and runs what asks to run always', async () => {
    const id = await world.pipeline(
      'CI',
      `jobs:
  - job: one
    steps:
      - script: exit 3
      - script: echo never
      - script: echo always ran
        condition: always()
  - job: two
    steps: [{ script: echo never }]`,
    );
    await run(id);
    const [ended] = await endedRuns(world, id);
    assert.equal(ended?.result, RunResult.Failed);
    const logs = (await api.listLogs(project, id, ended.id ?? 0)).logs ?? [];
    assert.equal(logs.length, 3);
    assert.match(await logText(world, ended.id ?? 0, 3), /always ran/);
    assert.doesNotMatch(await logText(world, ended.id ?? 0, 2), /never/);
  });

  it('downloads a build resource into path, with its inputs and the version', async () => {
    const id = await world.pipeline('Deploy', `${buildResource}\nsteps:\n  - downloadBuild: model`);
    await run(id);
    await run(id, { resources: { builds: { model: { version: '1' } } } });
    const [latest, chosen] = await endedRuns(world, id);
    const texts = await Promise.all([latest, chosen].map((each) => logText(world, each?.id ?? 0, 1)));
    assert.match(texts[0] ?? '', /"INPUT_VERSION":"2"/);
    assert.match(texts[1] ?? '', /"INPUT_VERSION":"1"/);
    assert.match(texts[0] ?? '', /"INPUT_PATH":"[^"]*\/_work\/1\/model"/);
    assert.match(texts[0] ?? '', /"INPUT_DEFINITION":"fraud"/);
    assert.doesNotMatch(texts[0] ?? '', /DOWNLOADPATH/);
    assert.deepEqual(chosen?.resources?.builds?.['model']?.versionId, '1');
  });

  it('takes the version of the YAML before the latest, and fails when there is no latest', async () => {
    const withVersion = buildResource.replace('source: fraud', 'source: fraud\n      version: 1');
    const id = await world.pipeline('Fixed', `${withVersion}\nsteps: [{ script: echo }]`);
    assert.equal((await run(id)).resources?.builds?.['model']?.versionId, '1');
    world.running.azure.versions = [];
    const latest = await world.pipeline('Latest', `${buildResource}\nsteps: [{ script: echo }]`);
    await assert.rejects(run(latest), /VS402908.*'model'/);
    assert.equal(
      (await run(id, { resources: { builds: { model: { version: '9' } } } })).resources?.builds?.['model']
        ?.versionId,
      '9',
    );
  });

  it('puts template parameters into the text, and shows it without running', async () => {
    const id = await world.pipeline(
      'Parameters',
      `parameters:
  - { name: stage, values: [test, prod] }
  - { name: count, type: number, default: 2 }
steps:
  - script: echo \${{ parameters.stage }}-\${{ parameters.count }}`,
    );
    await run(id, { templateParameters: { stage: 'prod' } });
    const [ended] = await endedRuns(world, id);
    assert.match(await logText(world, ended?.id ?? 0, 1), /prod-2/);
    const preview = await api.preview({ templateParameters: { stage: 'test', count: '5' } }, project, id);
    assert.match(preview.finalYaml ?? '', /echo test-5/);
    assert.equal((await endedRuns(world, id)).length, 1);
    await assert.rejects(run(id, {}), /'stage' parameter must be provided/);
    await assert.rejects(run(id, { templateParameters: { stage: 'x' } }), /'stage' parameter value 'x'/);
    await assert.rejects(
      run(id, { templateParameters: { stage: 'test', count: 'many' } }),
      /not a valid number/,
    );
    await assert.rejects(
      run(id, { templateParameters: { stage: 'test', other: '' } }),
      /Unexpected parameter 'other'/,
    );
  });

  it('hands a job token that may ask for the identity of the connection it uses', async () => {
    world.taskScript = `console.log('OIDC ' + process.env.SYSTEM_OIDCREQUESTURI.includes('/hubs/build/'));`;
    await world.install();
    const id = await world.pipeline(
      'OIDC',
      'steps: [{ task: T@1, inputs: { connection: azureml-federated } }]',
    );
    await run(id);
    const [ended] = await endedRuns(world, id);
    assert.match(await logText(world, ended?.id ?? 0, 1), /OIDC true/);
  });

  it('fails the run, saying why, when a task or a connection is missing', async () => {
    for (const step of ['{ task: Nope@1 }', '{ task: T@9 }', '{ task: T@1, inputs: { connection: nope } }']) {
      const id = await world.pipeline(`Missing ${step}`, `steps: [${step}]`);
      await run(id);
      const [ended] = await endedRuns(world, id);
      assert.equal(ended?.result, RunResult.Failed, step);
    }
    assert.ok(world.running.log.some((line) => /called 'Nope@1', which is not installed/.test(line)));
    assert.ok(world.running.log.some((line) => /connection 'nope' could not be found/.test(line)));
  });

  const bad: readonly [what: string, yaml: string, why: RegExp][] = [
    ['text that is no YAML', 'steps: [', /cannot be read/],
    ['an unknown key', 'stepz: []\nsteps: []', /stepz/],
    ['a step of two kinds', 'steps: [{ script: a, task: b@1 }]', /one of task, script/],
    ['neither steps nor jobs', 'variables: {}', /either steps or jobs/],
    ['an undefined parameter', 'steps: [{ script: "${{ parameters.x }}" }]', /'x' is not defined/],
    ['another expression', 'steps: [{ script: "${{ upper(1) }}" }]', /is not emulated/],
    ['an unknown type', buildResource.replace('FixtureModel', 'Nope') + '\nsteps: []', /category Build/],
    [
      'an unknown key of a resource',
      buildResource + '\n      colour: red\nsteps: []',
      /unexpected key 'colour'/,
    ],
    [
      'a resource without a source',
      buildResource.replace('source: fraud', 'branch: x') + '\nsteps: []',
      /value for 'source'/,
    ],
    [
      'a resource without a connection',
      buildResource.replace('connection: azureml-secret', 'branch: x') + '\nsteps: []',
      /value for 'connection'/,
    ],
    [
      'an unknown connection',
      buildResource.replace('azureml-secret', 'nope') + '\nsteps: []',
      /'nope', which could not be found/,
    ],
  ];
  for (const [what, yaml, why] of bad)
    it(`refuses ${what}`, async () => {
      await assert.rejects(world.pipeline('Bad', yaml), why);
      assert.deepEqual(await api.listPipelines(project), []);
    });
});
