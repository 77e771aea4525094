// The packaged download task against the emulated workspace: the good way, every bad input on it, and the way back.
import assert from 'node:assert/strict';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Stack } from '../../../../apps/emulator/stack.ts';
import { findRuntimes } from '../../../../bench/support/runtimes.ts';
import { registerTwoVersions } from '../../../apps/emulator/support/deploy.ts';
import { connect } from '../../../apps/emulator/support/workspace-client.ts';
import { skip } from '../../../support/skip.ts';
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

describe('tasks/download-model/v1 (packaged)', function () {
  this.timeout(60_000);
  let place: Awaited<ReturnType<typeof startTaskPlace>>;
  let stack: Stack;
  let folder = '';

  before(async () => {
    place = await startTaskPlace('download-task');
    ({ stack, folder } = place);
    await registerTwoVersions(connect(stack));
  });
  after(() => place.close());
  afterEach(() => mend(stack));

  function download(inputs: Record<string, string> = {}, more: Partial<TaskRun> = {}): Promise<TaskResult> {
    const usual = {
      ...{ ...workspaceInputs(stack), definition: 'weight', version: 'latest' },
      ...{ downloadPath: join(folder, '_weight'), itemPattern: '**' },
    };
    return runOnStack(place, 'download-model', { ...usual, ...inputs }, more);
  }

  it('downloads the latest version, describes it, and says where it is', async () => {
    const run = await download();
    assert.equal(run.result, 'Succeeded', run.output);
    const modelPath = join(folder, '_weight', 'model');
    assert.deepEqual(JSON.parse(await readFile(join(modelPath, 'weight.json'), 'utf8')), { weight: 3 });
    const { modelId = '', ...outputs } = run.outputs;
    assert.deepEqual(outputs, { modelName: 'weight', modelVersion: '2', modelPath });
    assert.match(modelId, /\/workspaces\/demo\/models\/weight\/versions\/2$/);
    const description = await readFile(join(folder, '_weight', '.azureml-model.json'), 'utf8');
    assert.match(description, /"version": "2"/);
  });

  it('keeps what is there and mends what is not', async () => {
    const file = join(folder, '_weight', 'model', 'weight.json');
    await download();
    const { mtimeMs } = await stat(file);
    assert.match((await download()).message, /1 were there already/);
    assert.equal((await stat(file)).mtimeMs, mtimeMs);
    await writeFile(file, 'damaged');
    await download();
    assert.deepEqual(JSON.parse(await readFile(file, 'utf8')), { weight: 3 });
  });

  it('takes the version that a release names, and the folder that YAML names', async () => {
    const run = await download({ version: '1', downloadPath: '', path: join(folder, 'yaml') });
    assert.equal(run.result, 'Succeeded', run.output);
    const text = await readFile(join(folder, 'yaml', 'model', 'weight.json'), 'utf8');
    assert.deepEqual(JSON.parse(text), { weight: 2 });
  });

  it('runs on Node 24 as well', async function () {
    const runtimes = findRuntimes(root, process.env, (reason) => skip(this, reason));
    const node = runtimes.find(({ name }) => name === 'node24');
    assert.ok(node);
    const run = await download({ downloadPath: join(folder, 'node24') }, { node: node.path });
    assert.equal(run.result, 'Succeeded', run.output);
  });

  it('shows no secret, not even with system.debug', async () => {
    const run = await download({}, { variables: { 'System.Debug': 'true' } });
    assert.match(run.output, /##vso\[task\.debug\]/);
    const visible = run.output.replace(/^##vso\[task\.setsecret\].*$/gm, '');
    assert.ok(!visible.includes(stack.addresses.identity.clientSecret), 'the client secret is in the log');
    assert.doesNotMatch(visible, /eyJ[\w-]+\.eyJ|sig=|"key"/, 'a token or key is in the log');
  });

  const badInputs: readonly (readonly [string, Record<string, string>, string, ...string[]])[] = [
    ['an unknown model', { definition: 'wieght' }, 'ModelNotFound', 'wieght'],
    ['an unknown version', { version: '99' }, 'ModelVersionNotFound', 'weight', '99'],
    ['a wrong workspace', { workspace: 'prod' }, 'WorkspaceNotFound', 'prod'],
    ['a wrong resource group', { resourceGroup: 'nowhere' }, 'WorkspaceNotFound', 'nowhere'],
    ['an empty model', { definition: ' ' }, 'InputMissing', 'definition'],
    ['an impossible version', { version: '../1' }, 'InputInvalid', '../1'],
    ['a pattern that chooses nothing', { itemPattern: '*.onnx' }, 'ItemPatternMatchesNothing', '*.onnx'],
    ['a folder that cannot be made', { downloadPath: '/dev/null/x' }, 'TargetNotWritable', '/dev/null/x'],
  ];
  for (const [what, inputs, code, ...named] of badInputs)
    it(`fails with one sentence for ${what}`, async () => {
      assertFails(await download(inputs), code, ...named);
    });

  it('names an expired secret, an identity without a role, and the one action that is forbidden', async () => {
    const { identity } = stack.addresses;
    const expired = { ...connectionOf(stack), clientSecret: identity.expiredClientSecret };
    assertFails(
      await download({}, { connection: expired }),
      'AzureUnauthorized',
      identity.clientId,
      'expired',
    );
    const powerless = { ...connectionOf(stack), ...identity.withoutRole };
    assertFails(await download({}, { connection: powerless }), 'AzureForbidden', 'models');
    stack.control.rights.revoke(identity.objectId, '*/listsecrets/action');
    assertFails(await download(), 'AzureForbidden', 'workspaceblobstore');
  });

  it('names the address where nobody answers', async () => {
    const nowhere = { ...connectionOf(stack), url: 'https://localhost:9' };
    assertFails(await download({}, { connection: nowhere }), 'AzureNotReachable', 'https://localhost:9');
  });

  it('survives what passes: two throttled calls, one 503, one broken connection', async () => {
    stack.control.faults.add({ path: '/models/', times: 2, status: 429, retryAfterSeconds: 0 });
    stack.control.faults.add({ path: '/datastores/', times: 1, status: 503 });
    stack.control.faults.add({ path: '/models/', times: 1, status: 0 });
    const run = await download();
    assert.equal(run.result, 'Succeeded', run.output);
  });

  it('fails with one sentence on 429 without end, and the next run finishes', async () => {
    stack.control.faults.add({ path: '/models/', times: 50, status: 429, retryAfterSeconds: 0 });
    assertFails(await download(), 'AzureThrottled', 'weight');
    stack.control.faults.clear();
    assert.equal((await download()).result, 'Succeeded');
  });
});
