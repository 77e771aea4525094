// The packaged deploy task against the emulated workspace: the good way, every bad input on it, and the way back.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FaultRule } from '../../../../apps/emulator/kernel/fault-list.ts';
import type { Stack } from '../../../../apps/emulator/stack.ts';
import { findRuntimes } from '../../../../bench/support/runtimes.ts';
import { registerTwoVersions } from '../../../apps/emulator/support/deploy.ts';
import { connect } from '../../../apps/emulator/support/workspace-client.ts';
import { skip } from '../../../support/skip.ts';
import { projectInputs, writeProject } from '../../support/scoring-project.ts';
import type { TaskResult, TaskRun } from '../../support/packaged-task.ts';
import {
  assertFails,
  connectionOf,
  mend,
  runOnStack,
  startTaskPlace,
  workspaceInputs,
} from '../../support/task-on-stack.ts';

const root = join(import.meta.dirname, '..', '..', '..', '..');

describe('tasks/deploy-model/v1 (packaged)', function () {
  // The first run builds the virtual environment from the package registry.
  this.timeout(300_000);
  let place: Awaited<ReturnType<typeof startTaskPlace>>;
  let stack: Stack;
  let folder = '';
  let good = '';

  before(async () => {
    place = await startTaskPlace('deploy-task');
    ({ stack, folder } = place);
    good = await writeProject(folder, 'good');
    await registerTwoVersions(connect(stack));
  });
  after(() => place.close());
  afterEach(() => mend(stack));

  function deploy(inputs: Record<string, string> = {}, more: Partial<TaskRun> = {}): Promise<TaskResult> {
    const usual = { ...workspaceInputs(stack), modelName: 'weight', modelVersion: 'latest' };
    const project = projectInputs(inputs['project'] ?? good);
    return runOnStack(
      place,
      'deploy-model',
      { ...usual, endpointName: 'weights', ...project, ...inputs },
      more,
    );
  }

  it('deploys the latest version, and says where it answers', async () => {
    const run = await deploy();
    assert.equal(run.result, 'Succeeded', run.output);
    assert.equal(run.outputs['modelName'], 'weight');
    assert.equal(run.outputs['modelVersion'], '2');
    assert.match(run.outputs['scoringUri'] ?? '', /^https:\/\/localhost:\d+\/score$/);
    assert.match(run.outputs['swaggerUri'] ?? '', /\/swagger\.json$/);
    // A step that comes after it calls the service with this; the log has stars.
    assert.match(run.output, /task\.setvariable [^\]]*variable=primaryKey;[^\]]*issecret=true/i);
    assert.match(run.output, /answered the test request in \d+ ms/);
  });

  it('changes nothing the second time', async () => {
    const run = await deploy();
    assert.equal(run.result, 'Succeeded', run.output);
    assert.match(run.output, /Nothing to do/);
  });

  it('runs on Node 24 as well', async function () {
    const runtimes = findRuntimes(root, process.env, (reason) => skip(this, reason));
    const node = runtimes.find(({ name }) => name === 'node24');
    assert.ok(node);
    const run = await deploy({}, { node: node.path });
    assert.equal(run.result, 'Succeeded', run.output);
  });

  it('signs in by certificate as well', async () => {
    const { identity } = stack.addresses;
    const certificatePem = await readFile(identity.certificateFile, 'utf8');
    const connection = { ...connectionOf(stack), certificatePem };
    const run = await deploy({}, { connection, variables: { 'System.Debug': 'true' } });
    assert.equal(run.result, 'Succeeded', run.output);
    const keyLine = certificatePem.split('\n').find((line) => /^[\w+/=]{40,}$/.test(line)) ?? '';
    const shown = run.output.split('\n').filter((line) => !line.startsWith('##vso[task.setsecret]'));
    assert.ok(
      keyLine !== '' && !shown.some((line) => line.includes(keyLine)),
      'the certificate is in the log',
    );
  });

  it('shows no secret, not even with system.debug', async () => {
    const run = await deploy({}, { variables: { 'System.Debug': 'true' } });
    const withoutMasking = run.output
      .split('\n')
      // The agent masks what setsecret registers; task-lib itself prints endpoint values in debug lines before that.
      .filter((line) => !line.startsWith('##vso[task.setsecret]'))
      .join('\n');
    assert.match(run.output, /##vso\[task\.debug\]/);
    assert.ok(
      !withoutMasking.includes(stack.addresses.identity.clientSecret),
      'the client secret is in the log',
    );
    assert.doesNotMatch(withoutMasking, /eyJ[\w-]+\.eyJ/, 'a token is in the log');
  });

  const badInputs: readonly (readonly [string, Record<string, string>, string, ...string[]])[] = [
    ['an unknown model', { modelName: 'wieght' }, 'ModelNotFound', 'wieght'],
    ['an unknown version', { modelVersion: '99' }, 'ModelVersionNotFound', 'weight', '99'],
    ['a wrong workspace', { workspace: 'prod' }, 'WorkspaceNotFound', 'prod'],
    ['a wrong resource group', { resourceGroup: 'nowhere' }, 'WorkspaceNotFound', 'nowhere'],
    ['an endpoint name that is not allowed', { endpointName: 'my_model' }, 'NameInvalid', 'my_model'],
    ['an empty input', { modelName: ' ' }, 'InputMissing', 'modelName'],
    ['a missing inference config', { inferenceConfig: 'nowhere/i.yml' }, 'FileNotFound', 'nowhere/i.yml'],
    ['a missing test request', { testRequest: 'nowhere/r.json' }, 'FileNotFound', 'nowhere/r.json'],
  ];
  for (const [what, inputs, code, ...named] of badInputs)
    it(`fails with one sentence for ${what}`, async () => {
      assertFails(await deploy(inputs), code, ...named);
    });

  const badFiles: readonly (readonly [string, Record<string, string>, string, ...string[]])[] = [
    ['malformed YAML', { 'inferenceconfig.yml': 'a: [1\nb: 2' }, 'ConfigurationUnreadable', 'line'],
    [
      'a wrong key',
      { 'deploymentconfig.yml': 'computeType: managed\nreplicas: 2' },
      'ConfigurationInvalid',
      'line 2',
    ],
    [
      'a target that there is not',
      { 'deploymentconfig.yml': 'computeType: acs' },
      'ConfigurationInvalid',
      'acs',
    ],
    [
      'a config that names a file outside the job',
      { 'inferenceconfig.yml': 'entryScript: score.py\ncondaFile: /etc/passwd\n' },
      'PathOutsideSource',
      '/etc/passwd',
    ],
    ['a script without run', { 'score.py': 'def init(): ...' }, 'EntryScriptInvalid', "'run'"],
  ];
  for (const [index, [what, files, code, ...named]] of badFiles.entries())
    it(`fails with one sentence for ${what}`, async () => {
      const project = await writeProject(folder, `bad-${index}`, files);
      assertFails(await deploy({ project }), code, ...named);
    });

  it('names an expired secret, a wrong secret and an identity without a role', async () => {
    const { identity, arm } = stack.addresses;
    const connection = { ...identity, url: arm.url, subscriptionId: arm.subscriptionId };
    const expired = { ...connection, clientSecret: identity.expiredClientSecret };
    assertFails(await deploy({}, { connection: expired }), 'AzureUnauthorized', identity.clientId, 'expired');
    const wrong = await deploy({}, { connection: { ...connection, clientSecret: 'wrong-secret-value' } });
    assertFails(wrong, 'AzureUnauthorized', identity.clientId);
    assert.ok(!wrong.message.includes('wrong-secret-value'));
    const powerless = { ...connection, ...identity.withoutRole };
    assertFails(await deploy({}, { connection: powerless }), 'AzureForbidden');
  });

  it('names the action that is forbidden, and goes on when the right is there', async () => {
    stack.control.rights.revoke(stack.addresses.identity.objectId, '*/onlineEndpoints/write');
    assertFails(await deploy({ endpointName: 'later' }), 'AzureForbidden', 'onlineEndpoints');
    stack.control.rights.grant(stack.addresses.identity.objectId);
    assert.equal((await deploy({ endpointName: 'later' })).result, 'Succeeded');
  });

  const faults: readonly (readonly [string, FaultRule, string])[] = [
    [
      '429',
      { path: '/models/', times: 50, status: 429, code: 'TooManyRequests', retryAfterSeconds: 0 },
      'AzureThrottled',
    ],
    [
      'a conflict',
      { method: 'PUT', path: '/onlineEndpoints/', times: 1, status: 409, code: 'Conflict' },
      'AzureConflict',
    ],
    [
      'a rejection',
      { method: 'PUT', path: '/deployments/', times: 1, status: 400, code: 'UserError' },
      'AzureRejected',
    ],
  ];
  for (const [index, [what, rule, code]] of faults.entries())
    it(`fails with one sentence on ${what}, and the next run finishes`, async () => {
      const endpointName = `fault-${index}`;
      stack.control.faults.add(rule);
      assertFails(await deploy({ endpointName }), code);
      stack.control.faults.clear();
      assert.equal((await deploy({ endpointName })).result, 'Succeeded');
    });

  it('survives what passes: two throttled calls, one 503, one broken connection', async () => {
    stack.control.faults.add({ path: '/models/', times: 2, status: 429, retryAfterSeconds: 0 });
    stack.control.faults.add({ method: 'GET', path: '/codes/', times: 1, status: 503 });
    stack.control.faults.add({ method: 'GET', path: '/onlineEndpoints/', times: 1, status: 0 });
    const run = await deploy();
    assert.equal(run.result, 'Succeeded', run.output);
  });

  it('shows the log of a script that throws at its start, keeps traffic, and replaces it when it is mended', async () => {
    const broken =
      'def init():\n    raise RuntimeError("no such weight")\n\ndef run(data):\n    return data\n';
    const project = await writeProject(folder, 'init-throws', { 'score.py': broken });
    const run = await deploy({ project });
    assertFails(run, 'DeploymentFailed', 'weights', 'RuntimeError: no such weight');
    assert.match(run.output, /--- InferenceServer/);
    const again = await deploy();
    assert.match(again.output, /Nothing to do/, 'traffic did not stay with the good deployment');
  });

  it('keeps traffic where it was when the script throws at the test request', async () => {
    const broken = 'def init():\n    pass\n\ndef run(data):\n    raise ValueError("bad row")\n';
    const project = await writeProject(folder, 'run-throws', { 'score.py': broken });
    assertFails(await deploy({ project }), 'SmokeTestFailed', '424');
    const again = await deploy();
    assert.match(again.output, /Nothing to do/, 'traffic did not stay with the good deployment');
  });

  it('continues where a killed agent stopped', async () => {
    const killed = await deploy({ endpointName: 'killed' }, { killAt: 'create deployment' });
    assert.equal(killed.result, undefined, killed.output);
    const run = await deploy({ endpointName: 'killed' });
    assert.equal(run.result, 'Succeeded', run.output);
    assert.doesNotMatch(run.output, /upload \d+ code file/, 'code was uploaded twice');
  });
});
