// The life of a model by the command line as it ships: bundled, in processes of its own, against the emulated workspace.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Stack } from '../../../../apps/emulator/stack.ts';
import { startTestStack } from '../../../support/test-stack.ts';
import { bundleApp } from '../../../../scripts/build/task-bundle.ts';
import { apps } from '../../../../scripts/build/entries.ts';
import { createArmClient } from '../../../../src/adapters/azure-ml/arm/client.ts';
import { createModelStores } from '../../../../src/adapters/azure-ml/datastores.ts';
import { createContainerUpload } from '../../../../src/adapters/azure-storage/upload-folder.ts';
import { systemClock } from '../../../../src/adapters/local/clock.ts';
import { createMemoryLog } from '../../../support/memory-log.ts';
import { trustAuthority } from '../../../support/trust-authority.ts';
import { connect, credentialFor } from '../../emulator/support/workspace-client.ts';
import { registerInRegistry } from '../../emulator/support/registry-model.ts';

const root = join(import.meta.dirname, '../../../..');

interface Shown {
  readonly id: string;
  readonly version: string;
  readonly url: string;
  readonly armId: string;
  readonly runId?: string;
  readonly framework?: string;
  readonly description?: string;
  readonly type?: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly properties: Readonly<Record<string, string>>;
}

describe('apps/cli/model (on the stack)', function () {
  this.timeout(60_000);
  let stack: Stack;
  let folder: string;
  let program: string;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'model-verbs-'));
    const entry = apps.find(({ name }) => name === 'azureml-release');
    assert.ok(entry);
    const bundle = await bundleApp(entry, { root, outDir: folder, metaDir: join(folder, 'meta') });
    program = join(folder, bundle.path);
    stack = await startTestStack();
    write('model/weights.bin', 'weights');
    write('model/MLmodel', 'flavors: {}');
    write('model/cache/tmp', 'left out');
    write('model/.amlignore', 'cache/\n');
    const { subscriptionId, resourceGroup, workspace } = stack.addresses.arm;
    const config = {
      subscription_id: subscriptionId,
      resource_group: resourceGroup,
      workspace_name: workspace,
    };
    write('.azureml/config.json', JSON.stringify(config));
  });
  after(async () => {
    await stack.close();
    rmSync(folder, { recursive: true, force: true });
  });

  function write(path: string, text: string): void {
    mkdirSync(dirname(join(folder, 'project', path)), { recursive: true });
    writeFileSync(join(folder, 'project', path), text);
  }
  const read = (path: string) => readFileSync(join(folder, 'project', path), 'utf8');

  interface Ran {
    readonly status: number;
    readonly out: string;
    readonly aside: string;
  }

  /** Where the workspace is, it reads from .azureml/config.json of its folder. */
  function run(verb: string, ...argv: readonly string[]): Promise<Ran> {
    const { arm, identity, caFile } = stack.addresses;
    const cloud = ['--arm-url', arm.url, '--authority-url', identity.authority];
    const audience = ['--audience', 'https://management.core.windows.net/'];
    return new Promise((resolve) => {
      execFile(
        process.execPath,
        [program, 'model', verb, ...argv, ...cloud, ...audience],
        {
          cwd: join(folder, 'project'),
          env: {
            ...{ PATH: process.env['PATH'], NODE_EXTRA_CA_CERTS: caFile },
            AZURE_TENANT_ID: identity.tenantId,
            AZURE_CLIENT_ID: identity.clientId,
            AZURE_CLIENT_SECRET: identity.clientSecret,
          },
        },
        (error, out, aside) => {
          resolve({ status: typeof error?.code === 'number' ? error.code : 0, out, aside });
        },
      );
    });
  }

  async function done<T>(verb: string, ...argv: readonly string[]): Promise<T> {
    const { status, out, aside } = await run(verb, ...argv);
    assert.equal(status, 0, aside);
    return JSON.parse(out) as T;
  }

  /** What a training run leaves in the workspace's artifact store. */
  async function logArtifact(run: string, path: string): Promise<void> {
    const { subscriptionId, resourceGroup, workspace: name, url: armUrl } = stack.addresses.arm;
    trustAuthority(stack.caPem);
    const credential = credentialFor(stack);
    const connection = { armUrl, audience: 'https://management.core.windows.net/', subscriptionId };
    const arm = createArmClient({ connection, credential, log: createMemoryLog(), clock: systemClock });
    const workspace = { subscriptionId, resourceGroup, name };
    const store = await createModelStores(arm).container(workspace, 'workspaceartifactstore');
    await createContainerUpload(credential)(store, `ExperimentRun/dcid.${run}`, [{ path, text: 'logged' }]);
  }

  it('registers a folder, and says to the next step which version it is', async () => {
    const made = await done<Shown>(
      'register',
      ...['-n', 'fraud', '-p', 'model', '--model-framework', 'ScikitLearn', '--tag', 'r2=0.45', 'by=ada'],
      ...['--property', 'data=may', '-d', 'first', '--run-id', 'brave_fox_1', '-t', 'model.json'],
    );
    const { id, tags, properties, framework, runId, description, type, url } = made;
    assert.deepEqual(
      { id, tags, framework, runId, description, type },
      {
        ...{ id: 'fraud:1', tags: { r2: '0.45', by: 'ada' }, framework: 'ScikitLearn' },
        ...{ runId: 'brave_fox_1', description: 'first', type: 'custom_model' },
      },
    );
    assert.deepEqual(properties, { data: 'may', modelFramework: 'ScikitLearn' });
    assert.match(url, /\/datastores\/workspaceblobstore\/paths\/LocalUpload\/[0-9a-f]{32}\/model$/);
    assert.deepEqual(JSON.parse(read('model.json')), {
      ...{ modelId: 'fraud:1', workspaceName: stack.addresses.arm.workspace },
      resourceGroupName: stack.addresses.arm.resourceGroup,
    });
  });

  it('sends the same files only once, and what an interrupted upload lost again', async () => {
    const first = await done<Shown>('show', '-i', 'fraud:1');
    const again = await run('register', '-n', 'fraud', '-p', 'model', '-v');
    assert.match(again.aside, /All 3 file\(s\) are in the workspace already/);
    assert.equal((JSON.parse(again.out) as Shown).url, first.url);
    const container = await connect(stack).container();
    const path = first.url.slice(first.url.indexOf('LocalUpload'));
    await container.getBlockBlobClient(`${path}/weights.bin`).delete();
    const mended = await run('register', '-n', 'fraud', '-p', 'model', '-v');
    assert.match(mended.aside, /Uploading 1 of 3 file\(s\), 7 bytes/);
    assert.equal((JSON.parse(mended.out) as Shown).version, '3');
  });

  it('registers what a run left behind where it is, and nothing where nothing is', async () => {
    const missing = await run('register', '-n', 'churn', '--asset-path', 'outputs/m', '-r', 'run_9');
    assert.equal(missing.status, 2);
    assert.match(
      missing.aside,
      /Nothing is stored at 'azureml:\/\/jobs\/run_9\/outputs\/artifacts\/paths\/outputs\/m'/,
    );
    await logArtifact('run_9', 'outputs/m/weights.bin');
    write('run.json', JSON.stringify({ run_id: 'run_9', _experiment_name: 'churn-may' }));
    const made = await done<Shown>('register', '-n', 'churn', '--asset-path', 'outputs/m', '-f', 'run.json');
    assert.deepEqual(
      [made.id, made.url, made.runId, made.properties],
      [
        'churn:1',
        'azureml://jobs/run_9/outputs/artifacts/paths/outputs/m',
        'run_9',
        { experimentName: 'churn-may' },
      ],
    );
    await done('download', '-i', 'churn:1', '-t', 'of-run');
    assert.equal(read('of-run/m/weights.bin'), 'logged');
  });

  it('lists what is asked for, newest first', async () => {
    const ids = async (...argv: readonly string[]) =>
      (await done<readonly Shown[]>('list', ...argv)).map(({ id }) => id);
    assert.deepEqual(await ids('-n', 'fraud'), ['fraud:3', 'fraud:2', 'fraud:1']);
    assert.deepEqual((await ids('--latest')).toSorted(), ['churn:1', 'fraud:3']);
    assert.deepEqual(await ids('--tag', 'r2', 'by=ada'), ['fraud:1']);
    assert.deepEqual(await ids('--tag', 'by=bob'), []);
    assert.deepEqual(await ids('--property', 'data=may'), ['fraud:1']);
    assert.deepEqual(await ids('--run-id', 'brave_fox_1'), ['fraud:1']);
    const table = await run('list', '-n', 'churn', '-o', 'table');
    assert.match(table.out, /^Name +Version +Created +Framework +Run +Tags\n-+ .*\nchurn +1 +20/);
  });

  it('shows a version by every form of reference', async () => {
    await registerInRegistry(stack, { name: 'shared', version: '4', files: { 'm.pkl': 'x' } });
    const { armId } = await done<Shown>('show', '-i', 'fraud:1');
    const registry = `azureml://registries/${stack.addresses.arm.registry}/models/shared`;
    const references = [
      ['fraud', 'fraud:3'],
      ['fraud@latest', 'fraud:3'],
      ['azureml:fraud:2', 'fraud:2'],
      [armId, 'fraud:1'],
      [`azureml:${armId}`, 'fraud:1'],
      [`${registry}/versions/4`, 'shared:4'],
      [`${registry}/labels/latest`, 'shared:4'],
    ] as const;
    const found = await Promise.all(
      references.map(async ([reference]) => (await done<Shown>('show', '-i', reference)).id),
    );
    assert.deepEqual(
      found,
      references.map(([, id]) => id),
    );
    assert.equal((await done<Shown>('show', '--run-id', 'brave_fox_1')).id, 'fraud:1');
  });

  it('changes what may change', async () => {
    const changed = await done<Shown>(
      'update',
      ...['-i', 'fraud:1', '--add-tag', 'stage=prod', '--remove-tag', 'by', '--description', 'better'],
      ...['--add-property', 'seen=yes'],
    );
    assert.deepEqual(changed.tags, { r2: '0.45', stage: 'prod' });
    assert.deepEqual([changed.description, changed.properties['seen']], ['better', 'yes']);
    const fixed = await run('update', '-i', 'fraud:1', '--add-property', 'data=june');
    assert.match(fixed.aside, /ModelPropertyFixed/);
  });

  it('downloads the files, and writes over nothing that is there unless it may', async () => {
    const got = await done<{ path: string; files: number }>('download', '-i', 'fraud:1', '-t', 'got');
    assert.equal(got.files, 3);
    assert.equal(read('got/model/weights.bin'), 'weights');
    write('got/model/weights.bin', 'mine');
    const refused = await run('download', '-i', 'fraud:1', '-t', 'got');
    assert.equal(refused.status, 2);
    assert.match(refused.aside, /is there already.*TargetOccupied/);
    assert.equal(read('got/model/weights.bin'), 'mine');
    const again = await done<{ kept: number }>('download', '-i', 'fraud:1', '-t', 'got', '--overwrite');
    assert.equal(again.kept, 2);
    assert.equal(read('got/model/weights.bin'), 'weights');
  });

  it('packages models, code and environment into a folder that an image is built from', async () => {
    write('score.py', 'def init(): ...\ndef run(data): return data\n');
    write('conda.yml', 'dependencies: [python=3.11, { pip: [azureml-inference-server-http] }]\n');
    write(
      'ic.json',
      JSON.stringify({ entryScript: 'score.py', condaFile: 'conda.yml', baseImage: 'base:1' }),
    );
    const line = ['-m', 'fraud:1', '--ic', 'ic.json', '--in', 'scorer', '--il', 'v1'];
    const unbuilt = await run('package', ...line);
    assert.equal(unbuilt.status, 2);
    assert.match(unbuilt.aside, /'scorer:v1' is not built.*--output-path FOLDER.*ModelPackageNotBuilt/);
    const made = await done<{ image: string; build: string }>('package', ...line, '--output-path', 'image');
    assert.equal(made.image, 'scorer:v1');
    assert.match(made.build, /^docker build -t scorer:v1 \/.*\/image$/);
    assert.match(read('image/Dockerfile'), /^FROM base:1\n[^]*COPY models\/[^]*\nENV AZUREML_MODEL_DIR="/);
    assert.equal(read('image/models/fraud/1/model/weights.bin'), 'weights');
    assert.match(read('image/code/score.py'), /def run/);
    const again = await run('package', ...line, '--output-path', 'image');
    assert.match(again.aside, /TargetOccupied/);
  });

  it('deletes a version by its name, and tells a missing one', async () => {
    assert.match((await run('delete', '-i', 'fraud')).aside, /names no version/);
    assert.match((await run('delete', '-i', 'fraud:2')).aside, /^Warning: .*IoT Edge.*not looked at/);
    const gone = await run('delete', '-i', 'fraud:2');
    assert.equal(gone.status, 2);
    assert.match(gone.aside, /has no version '2' in workspace.*ModelVersionNotFound/);
  });
});
