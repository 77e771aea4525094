import assert from 'node:assert/strict';
import { deployModel } from '../../../../src/flows/deploy/deploy-model.ts';
import { catalogueError } from '../../../support/catalogue-error.ts';
import { died } from '../../../support/fake-azure-ml.ts';
import { createAutoClock } from '../../../support/auto-clock.ts';
import { createMemoryLog } from '../../../support/memory-log.ts';
import { goodFiles, omit, portsOf, request, setUp } from './support/deploy-set-up.ts';

const kindsOf = (writes: readonly string[]) => writes.map((write) => write.split(' ')[0]);

describe('src/flows/deploy/deploy-model.ts', () => {
  it('brings the latest version behind a new endpoint and reports where it answers', async () => {
    const { azure, run } = setUp();
    const report = await run();
    assert.equal(report.version, '7');
    assert.equal(report.service.scoringUri, 'https://fraud/score');
    assert.equal(report.service.swaggerUri, 'https://fraud/swagger.json');
    assert.deepEqual(azure.stored.endpoints.get('fraud')?.traffic, { [report.deployment ?? '']: 100 });
  });

  it('changes nothing the second time', async () => {
    const { azure, log, run } = setUp();
    await run();
    const before = azure.writes.length;
    const report = await run();
    assert.equal(azure.writes.length, before);
    assert.deepEqual(report.plan.steps, []);
    assert.ok(log.lines.some((line) => line.includes('Nothing to do')));
  });

  it('shares environment and code between versions, and moves traffic to the new one', async () => {
    const { azure, run } = setUp();
    const first = await run({ version: '6' });
    const before = azure.writes.length;
    const second = await run({ version: '7' });
    assert.notEqual(first.deployment, second.deployment);
    assert.deepEqual(kindsOf(azure.writes.slice(before)), ['create-deployment', 'move-traffic']);
    assert.deepEqual(azure.stored.endpoints.get('fraud')?.traffic, { [second.deployment ?? '']: 100 });
  });

  for (const step of [
    'register-environment',
    'upload-code',
    'create-endpoint',
    'create-deployment',
    'move-traffic',
  ])
    it(`continues after the agent died behind '${step}', and does no step twice`, async () => {
      const { azure, run } = setUp();
      azure.dieAfter(step);
      await assert.rejects(run(), died);
      const report = await run();
      assert.deepEqual(kindsOf(azure.writes), [
        ...['register-environment', 'upload-code', 'create-endpoint', 'create-deployment', 'move-traffic'],
      ]);
      assert.deepEqual(azure.stored.endpoints.get('fraud')?.traffic, { [report.deployment ?? '']: 100 });
    });

  it('keeps traffic where it was when the new version answers the test request badly', async () => {
    const { azure, run } = setUp();
    const first = await run({ version: '6' });
    azure.answers = [{ status: 424, body: 'boom', milliseconds: 1, reason: 'ValueError: boom' }];
    await assert.rejects(
      run({ version: '7' }),
      catalogueError('SmokeTestFailed', 'v7-', '424', 'ValueError: boom'),
    );
    assert.deepEqual(azure.stored.endpoints.get('fraud')?.traffic, { [first.deployment ?? '']: 100 });
  });

  it('shows what the container said while it answered badly, and what its script raised', async () => {
    const { azure, run, log } = setUp();
    const said = '--- InferenceServer\nTraceback (most recent call last):\nKeyError: no amount\n';
    azure.deployments.logs = () => Promise.resolve(said);
    azure.answers = [{ status: 424, body: 'boom', milliseconds: 1 }];
    await assert.rejects(
      run(),
      catalogueError('SmokeTestFailed', '424', 'Its script raised: KeyError: no amount.'),
    );
    assert.ok(log.lines.some((line) => line.includes(said.trimEnd())));
    azure.deployments.logs = () => Promise.reject(new Error('no logs today'));
    await assert.rejects(run(), catalogueError('SmokeTestFailed', '424: boom.'));
    assert.ok(log.lines.some((line) => /^warning: The logs of 'v7-\w+' can not be read: no logs/.test(line)));
  });

  it('is patient with a gateway that has not met its new container yet', async () => {
    const { azure, clock, run } = setUp();
    azure.answers = [
      { status: 503, body: '', milliseconds: 1 },
      { status: 502, body: '', milliseconds: 1 },
      { status: 200, body: '[1]', milliseconds: 1 },
    ];
    await run();
    assert.deepEqual(clock.slept, [1000, 2000]);
  });

  it('gives up after five attempts', async () => {
    const { azure, clock, run } = setUp();
    azure.answers = [{ status: 503, body: 'starting', milliseconds: 1 }];
    await assert.rejects(run(), catalogueError('SmokeTestFailed', '503', 'starting'));
    assert.equal(clock.slept.length, 4);
  });

  it("shows the container's log when it does not start, and replaces the failed deployment next time", async () => {
    const { azure, log, run } = setUp();
    azure.breakContainer("Traceback\nModuleNotFoundError: No module named 'sklearn'");
    await assert.rejects(
      run(),
      catalogueError(
        'DeploymentFailed',
        'ResourceNotReady',
        "ModuleNotFoundError: No module named 'sklearn'",
      ),
    );
    assert.ok(log.lines.some((line) => line.includes('Traceback')));
    await run();
    assert.deepEqual(kindsOf(azure.writes).slice(-3), [
      'delete-deployment',
      'create-deployment',
      'move-traffic',
    ]);
  });

  it('waits for an endpoint that another operation holds, and gives up after an hour', async () => {
    const { azure, clock, run } = setUp();
    await run();
    const endpoint = azure.stored.endpoints.get('fraud');
    assert.ok(endpoint);
    endpoint.provisioningState = 'Updating';
    await assert.rejects(run(), catalogueError('EndpointBusy', 'fraud', 'Updating', '60'));
    assert.equal(clock.slept.length, 720);
  });

  it('warns when no test request is given', async () => {
    const { log, azure } = setUp();
    const without = omit(request, 'testRequest');
    await deployModel(without, portsOf(azure, { contents: goodFiles, clock: createAutoClock(), log }));
    assert.ok(log.lines.some((line) => line.startsWith('warning: No test request')));
  });

  it('uses a registered environment, and says so when there is none', async () => {
    const contents = {
      ...goodFiles,
      'repo/inferenceconfig.yml': 'entryScript: src/score.py\nenvironment: { name: base, version: 2 }\n',
    };
    const { azure, run } = setUp(contents);
    await assert.rejects(run(), catalogueError('EnvironmentNotFound', 'base', '2', 'prod'));
    azure.stored.environments.add('base/versions/2');
    await run();
    assert.ok(!kindsOf(azure.writes).includes('register-environment'));
  });

  it('uploads what an image is built from, before the environment that is built', async () => {
    const contents = {
      ...goodFiles,
      'repo/inferenceconfig.yml': `${goodFiles['repo/inferenceconfig.yml']}baseImage: own:1\nextraDockerfileSteps: steps.txt\n`,
      'repo/src/steps.txt': 'RUN true',
    };
    const { azure, run } = setUp(contents);
    await run();
    assert.match(azure.writes[0] ?? '', /^upload-context LocalUpload\/\w+\/context Dockerfile conda\.yml$/);
    assert.equal(kindsOf(azure.writes)[1], 'register-environment');
  });

  it('writes the rules that scale the deployment, once, and takes them along when it goes', async () => {
    const { run, autoscale, azure, log, clock } = setUp({
      ...goodFiles,
      'repo/deploymentconfig.yml': 'computeType: managed\nautoScaler: { autoscaleEnabled: true }\n',
    });
    const { deployment = '', plan } = await run();
    const kinds = plan.steps.map(({ kind }) => kind);
    assert.ok(kinds.indexOf('set-autoscale') > kinds.indexOf('create-deployment'));
    assert.ok(kinds.indexOf('set-autoscale') < kinds.indexOf('move-traffic'));
    const [id] = autoscale.settings.keys();
    assert.match(
      id ?? '',
      new RegExp(`/microsoft.insights/autoscalesettings/${request.service}-${deployment}$`),
    );
    assert.deepEqual((await run()).plan.steps, []);
    const target = await portsOf(azure, { contents: goodFiles, clock, log, autoscale }).target('managed');
    await target.delete({ workspace: request.workspace, service: request.service });
    assert.equal(autoscale.settings.size, 0);
  });

  it('replaces nothing unless it may, and says what it would have replaced', async () => {
    const { azure, run } = setUp();
    const first = await run({ version: '6', overwrite: false });
    await run({ version: '6', overwrite: false });
    const before = azure.writes.length;
    await assert.rejects(
      run({ version: '7', overwrite: false }),
      catalogueError('OverwriteRefused', 'fraud', `${first.deployment ?? ''} 100 %`),
    );
    assert.equal(azure.writes.length, before);
  });

  it('takes target and cluster over those of the deployment config', async () => {
    const { azure, run } = setUp();
    const provisioningState = 'Succeeded';
    azure.stored.computes.set('k8s', { name: 'k8s', type: 'Kubernetes', provisioningState });
    const targets: string[] = [];
    const ports = portsOf(azure, { contents: goodFiles, clock: createAutoClock(), log: createMemoryLog() });
    await deployModel(
      { ...request, target: 'kubernetes', cluster: 'k8s' },
      { ...ports, target: (target) => (targets.push(target), ports.target(target)) },
    );
    assert.deepEqual(targets, ['kubernetes']);
    await assert.rejects(
      run({ service: 'second', target: 'kubernetes' }),
      catalogueError('ConfigurationNotSupported', 'computeTargetName'),
    );
  });

  it('names an unknown model or version', async () => {
    const { run } = setUp();
    await assert.rejects(run({ version: '99' }), catalogueError('ModelVersionNotFound', '99'));
    await assert.rejects(run({ model: 'frod' }), catalogueError('ModelNotFound', 'frod'));
    await assert.rejects(run({ model: 'frod', version: '1' }), catalogueError('ModelNotFound', 'frod'));
  });

  const missing: readonly (readonly [string, string])[] = [
    ['repo/inferenceconfig.yml', 'inference config'],
    ['repo/deploymentconfig.yml', 'deployment config'],
    ['repo/src/score.py', 'entry script'],
    ['repo/src/conda.yml', 'conda file'],
    ['repo/request.json', 'test request'],
  ];
  for (const [path, what] of missing)
    it(`calls nothing when the ${what} is missing`, async () => {
      const { azure, run } = setUp(omit(goodFiles, path));
      await assert.rejects(run(), catalogueError('FileNotFound', what, path));
      assert.deepEqual(azure.writes, []);
    });

  it('refuses a test request that is no JSON before anything is called', async () => {
    const { azure, run } = setUp({ ...goodFiles, 'repo/request.json': '{data: [1]' });
    await assert.rejects(run(), catalogueError('FileUnreadable', 'repo/request.json', 'not JSON'));
    assert.deepEqual(azure.writes, []);
  });
});
