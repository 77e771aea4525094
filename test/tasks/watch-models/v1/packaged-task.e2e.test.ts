// The packaged watch task on the stack, with its state in Azurite: from a registered version to a release, once.
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import type { Stack } from '../../../../apps/emulator/stack.ts';
import { findRuntimes } from '../../../../bench/support/runtimes.ts';
import { registerModel } from '../../../apps/emulator/support/deploy.ts';
import { connect } from '../../../apps/emulator/support/workspace-client.ts';
import { saveWeightDefinition } from '../../../artifact-source/support/artifact-definition.ts';
import { startExtensionStack } from '../../../support/extension-stack.ts';
import { assertFails, runOnStack } from '../../support/task-on-stack.ts';
import { type StackCalls, stackCalls } from '../../../artifact-source/support/stack-calls.ts';
import { skip } from '../../../support/skip.ts';
import { type StateAccount, startStateAccount } from '../../../support/state-account.ts';
import { type TaskResult, type TaskRun, unpackExtension } from '../../support/packaged-task.ts';

const root = join(import.meta.dirname, '..', '..', '..', '..');

describe('tasks/watch-models/v1 (packaged)', function () {
  this.timeout(120_000);
  let stack: Stack;
  let calls: StackCalls;
  let account: StateAccount;
  let folder = '';
  let extension = '';
  let registered = 0;

  before(async function () {
    stack = await startExtensionStack(this);
    folder = await mkdtemp(join(tmpdir(), 'watch-task-'));
    extension = await unpackExtension(folder);
    account = await startStateAccount(stack);
    calls = await stackCalls(stack);
    await register();
    const source = { sourceType: 'workspace', workspace: stack.addresses.arm.workspace };
    // No stage begins by itself: here only the releases count.
    await saveWeightDefinition(stack, calls, source, [{ conditions: [] }]);
    await writeFile(join(folder, 'watch.yml'), stringify({ intervalSeconds: 60, watches: [watch()] }));
  });
  after(async () => {
    await account.close();
    await stack.close();
    await rm(folder, { recursive: true, force: true });
  });

  async function register(): Promise<string> {
    registered += 1;
    await registerModel(connect(stack), String(registered), registered);
    return String(registered);
  }

  const watch = () => {
    const { arm, devops } = stack.addresses;
    const { subscriptionId, resourceGroup, workspace: name } = arm;
    return {
      name: 'weight-to-production',
      workspace: { subscriptionId, resourceGroup, name },
      model: 'weight',
      mode: 'every',
      release: { project: devops?.project, definition: 'deploy-weight', artifact: '_weight' },
    };
  };

  /** @param table of the state: another one is another memory */
  function check(
    table: string,
    inputs: Record<string, string> = {},
    more: Partial<TaskRun> = {},
  ): Promise<TaskResult> {
    const { devops } = stack.addresses;
    const { tableUrl, blobUrl } = account;
    const usual = { watchesFile: 'watch.yml', tableUrl, blobUrl, table };
    return runOnStack(
      { stack, folder, extension },
      'watch-models',
      { ...usual, ...inputs },
      {
        jobToken: devops?.personalAccessToken ?? '',
        variables: { 'System.CollectionUri': `${devops?.organizationUrl ?? ''}/` },
        ...more,
      },
    );
  }

  /** The versions that have a release, oldest first. */
  async function released(): Promise<readonly string[]> {
    const list = await calls.devops('GET', 'release/releases?$expand=artifacts&$top=100&api-version=7.1');
    const releases = list.body['value'] as {
      id: number;
      artifacts: { definitionReference: Record<string, { id: string }> }[];
    }[];
    return releases
      .toSorted((a, b) => a.id - b.id)
      .map(({ artifacts }) => artifacts[0]?.definitionReference['version']?.id ?? '');
  }

  it('records what is there, and fires what is registered after that, once', async () => {
    const first = await check('first');
    assert.equal(first.result, 'Succeeded', first.output);
    assert.deepEqual(first.outputs, { fired: '0', failed: '0', acted: 'true' });
    const version = await register();
    const second = await check('first');
    assert.equal(second.result, 'Succeeded', second.output);
    assert.deepEqual(second.outputs, { fired: '1', failed: '0', acted: 'true' });
    assert.deepEqual(await released(), [version]);
    const third = await check('first');
    assert.deepEqual(third.outputs, { fired: '0', failed: '0', acted: 'true' });
    assert.deepEqual(await released(), [version]);
  });

  it('fires once when two runs meet, and when one is killed while it fires', async () => {
    const before = await released();
    await check('meeting');
    const both = await register();
    const runs = await Promise.all([check('meeting'), check('meeting')]);
    for (const run of runs) assert.equal(run.result, 'Succeeded', run.output);
    assert.deepEqual(runs.map(({ outputs }) => outputs['fired']).toSorted(), ['0', '1']);
    const killed = await register();
    const gone = await check('meeting', {}, { killAt: `firing version ${killed}` });
    assert.equal(gone.status, null, gone.output);
    const next = await check('meeting');
    assert.equal(next.result, 'Succeeded', next.output);
    assert.deepEqual(await released(), [...before, both, killed]);
  });

  it('takes the watches from the pipeline itself, and runs on Node 24', async function () {
    const runtimes = findRuntimes(root, process.env, (reason) => skip(this, reason));
    const node = runtimes.find(({ name }) => name === 'node24');
    assert.ok(node);
    const inline = { watchesFrom: 'inline', watches: stringify([watch()]) };
    const run = await check('inline', inline, { node: node.path });
    assert.equal(run.result, 'Succeeded', run.output);
    assert.match(run.output, /began with \d+ version\(s\) of weight/);
  });

  it('shows no secret, not even with system.debug', async () => {
    const { devops, identity } = stack.addresses;
    const variables = { 'System.CollectionUri': devops?.organizationUrl ?? '', 'System.Debug': 'true' };
    const run = await check('secrets', {}, { variables });
    const visible = run.output.replace(/^##vso\[task\.setsecret\].*$/gm, '');
    for (const secret of [identity.clientSecret, devops?.personalAccessToken ?? '-'])
      assert.ok(!visible.includes(secret), 'a secret is in the log');
    assert.doesNotMatch(visible, /eyJ[\w-]+\.eyJ|sig=/, 'a token or signature is in the log');
  });

  it('names the step that failed, and fires what is owed once it is mended', async () => {
    await check('mending');
    const version = await register();
    const wrong = await check('mending', { organizationToken: 'not-the-token' });
    assertFails(wrong, 'WatchTurnFailed', 'DevOpsUnauthorized');
    assert.deepEqual(wrong.outputs, { fired: '0', failed: '1', acted: 'true' });
    const before = await released();
    const mended = await check('mending');
    assert.deepEqual(mended.outputs, { fired: '1', failed: '0', acted: 'true' }, mended.output);
    assert.deepEqual(await released(), [...before, version]);
  });

  const noWatch = '- name: a\n  model: weight\n';
  const badInputs: readonly (readonly [string, Record<string, string>, string, ...string[]])[] = [
    ['no storage account', { tableUrl: '', blobUrl: '' }, 'InputMissing', 'storageAccount'],
    ['half of the addresses', { blobUrl: '' }, 'InputMissing', 'blobUrl'],
    ['a table that no table is called', { table: 'azureml-watch' }, 'InputInvalid', 'azureml-watch'],
    ['a file that is not there', { watchesFile: 'no.yml' }, 'FileNotFound', 'no.yml'],
    ['no inline watches', { watchesFrom: 'inline' }, 'InputMissing', 'watches'],
    [
      'a wrong watch',
      { watchesFrom: 'inline', watches: noWatch },
      'ConfigurationInvalid',
      'line 1',
      'release',
    ],
    ['no watch at all', { watchesFrom: 'inline', watches: '[]' }, 'ConfigurationInvalid', 'at least one'],
    [
      'nobody at the account',
      { tableUrl: 'https://localhost:9', blobUrl: 'https://localhost:9' },
      'WatchStateAccountFailed',
      'localhost:9',
    ],
  ];
  for (const [what, inputs, code, ...named] of badInputs)
    it(`fails with one sentence for ${what}`, async () => {
      assertFails(await check('bad', inputs), code, ...named);
    });

  it('asks for a token when the job has none', async () => {
    const run = await check('bad', { organizationUrl: 'https://localhost:9' }, { jobToken: '' });
    assertFails(run, 'InputMissing', 'organizationToken');
  });
});
