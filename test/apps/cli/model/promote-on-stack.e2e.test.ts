// A model's way from a development workspace to production and to a registry on the stack, what runs it there, and what keeps it
// from being deleted.
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Stack } from '../../../../apps/emulator/stack.ts';
import { startTestStack } from '../../../support/test-stack.ts';
import { trustAuthority } from '../../../support/trust-authority.ts';
import { writeProject } from '../../../tasks/support/scoring-project.ts';
import { connect, type WorkspaceClient } from '../../emulator/support/workspace-client.ts';
import { type CliOnStack, cliOnStack } from '../support/cli-on-stack.ts';

interface Version {
  readonly id: string;
  readonly properties: {
    readonly modelUri: string;
    readonly tags: Record<string, string>;
    readonly properties: Record<string, string>;
  };
}

describe('apps/cli/model/promote.ts and where.ts (on the stack)', function () {
  this.timeout(300_000);
  let stack: Stack;
  let folder = '';
  let project = '';
  let cli: CliOnStack;
  let client: WorkspaceClient;
  let places: { from: string[]; production: string[]; registry: string[] };

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'cli-promote-'));
    project = await writeProject(folder, 'project');
    stack = await startTestStack({ secondWorkspace: 'production' });
    trustAuthority(stack.caPem);
    client = connect(stack);
    const { arm } = stack.addresses;
    cli = cliOnStack(stack, project, {
      AZURE_SUBSCRIPTION_ID: arm.subscriptionId,
      RELEASE_RELEASENAME: 'Release-3',
      AZUREML_RELEASE_HOME: join(folder, 'home'),
    });
    const group = ['resource-group', arm.resourceGroup];
    const side = (name: string, ...more: string[]) => [
      ...more,
      ...[`--${name}-${group[0] ?? ''}`, group[1] ?? ''],
    ];
    places = {
      from: side('from', '--from-workspace', arm.workspace),
      production: side('to', '--to-workspace', 'production'),
      registry: side('to', '--to-registry', arm.registry),
    };
    await register('7', {
      'model/weight.json': '{"weight": 2}',
      'model/notes/a b%20.txt': 'kept',
      'model/empty': '',
    });
  });
  after(async () => {
    await stack.close();
    await rm(folder, { recursive: true, force: true });
  });

  async function register(version: string, files: Readonly<Record<string, string>>): Promise<void> {
    const container = await client.container();
    for (const [path, text] of Object.entries(files))
      await container.getBlockBlobClient(`LocalUpload/v${version}/${path}`).uploadData(Buffer.from(text));
    const reply = await client.arm('PUT', `models/weight/versions/${version}`, {
      properties: {
        modelUri: `azureml://datastores/workspaceblobstore/paths/LocalUpload/v${version}/model`,
        modelType: 'custom_model',
        jobName: 'brave_fox',
        tags: { quality: 'good' },
        properties: { area: '0.93' },
      },
    });
    assert.equal(reply.status, 201, reply.text);
  }
  const at = (kind: string, name: string) => client.id.replace(/\/workspaces\/.*/, `/${kind}/${name}`);
  const versionAt = async (home: string, version: string): Promise<Version> =>
    JSON.parse((await client.arm('GET', `${home}/models/weight/versions/${version}`)).text) as Version;
  const promote = (...argv: readonly string[]) =>
    cli.bare('model', 'promote', '-m', 'weight:7', ...places.from, ...argv);
  const good = async (ran: ReturnType<CliOnStack['bare']>): Promise<string> => {
    const { status, out, aside } = await ran;
    assert.equal(status, 0, aside);
    return out;
  };
  const inProduction = (...argv: readonly string[]) =>
    cli.bare(...argv, '-g', stack.addresses.arm.resourceGroup, '-w', 'production');

  it('copies a version to production with its number, tags and origin, and does it once', async () => {
    const first = await good(promote(...places.production, '-t', 'promoted.json'));
    assert.match(
      first,
      /^weight:7 of workspace 'demo' is weight:7 of workspace 'production' now \(3 files, 17 bytes, verified\)\.\n$/,
    );
    const { properties } = await versionAt(at('workspaces', 'production'), '7');
    assert.match(properties.modelUri, /workspaces\/production\/datastores\/workspaceblobstore\/.*\/model$/);
    assert.deepEqual(properties.tags, { quality: 'good', 'azureml-release.release': 'Release-3' });
    const { area, 'azureml-release.promotedFrom': from } = properties.properties;
    assert.deepEqual([area, from], ['0.93', `${client.id}/models/weight/versions/7`]);
    assert.equal(properties.properties['azureml-release.trainingRun'], 'brave_fox');
    assert.match(
      await good(promote(...places.production)),
      /^weight:7 is in workspace 'production' already\.\n$/,
    );
  });

  it('brings the very bytes, which a download there proves', async () => {
    await good(inProduction('model', 'download', '-i', 'weight:7', '-t', 'downloaded'));
    const read = (path: string) => readFile(join(project, 'downloaded/model', path), 'utf8');
    assert.deepEqual(await Promise.all(['weight.json', 'notes/a b%20.txt', 'empty'].map(read)), [
      '{"weight": 2}',
      'kept',
      '',
    ]);
  });

  it('deploys there what the metadata file names, and says on the service where it came from', async () => {
    await good(
      inProduction(
        ...['model', 'deploy', '-n', 'weights', '-f', 'promoted.json', '--test-request', 'request.json'],
        ...['--ic', 'inferenceconfig.yml', '--dc', 'deploymentconfig.yml'],
      ),
    );
    const shown = await good(inProduction('service', 'status', '-n', 'weights'));
    assert.match(
      shown,
      /release Release-3, training run brave_fox, promoted from \/subscriptions\/.*\/workspaces\/demo\/models\/weight\/versions\/7/,
    );
  });

  it('says what runs a version and what does not', async () => {
    const used = await good(inProduction('where', 'weight:7'));
    assert.match(
      used,
      /^weight:7 {2}online endpoint 'weights', deployment 'v7-\w+' \(100 % of its traffic\) {2}Succeeded\n {2}by release Release-3/,
    );
    const json = JSON.parse(await good(inProduction('where', 'weight', '--json'))) as {
      uses: { kind: string; lineage: { trainingRun: string } }[];
    };
    assert.deepEqual(
      json.uses.map(({ kind, lineage }) => [kind, lineage.trainingRun]),
      [['online endpoint', 'brave_fox']],
    );
    assert.match(
      await good(cli.run('where', 'weight:7')),
      /^Nothing runs it in workspace 'demo' \(looked at: online endpoints, batch endpoints, container groups, .*this machine's processes\)/,
    );
    assert.match(
      await good(inProduction('where', 'weight:7', '--registry', 'demo-models')),
      /^Nothing runs it/,
    );
  });

  it('keeps a version that a deployment uses from being deleted, unless it is forced', async () => {
    const refused = await inProduction('model', 'delete', '-i', 'weight:7');
    assert.equal(refused.status, 2);
    assert.match(
      refused.aside,
      /'weight:7' is in use by online endpoint 'weights', deployment 'v7-.*\[ModelInUse/,
    );
    await versionAt(at('workspaces', 'production'), '7');
    await good(inProduction('model', 'delete', '-i', 'weight:7', '--force'));
    const gone = await client.arm('GET', `${at('workspaces', 'production')}/models/weight/versions/7`);
    assert.equal(gone.status, 404);
  });

  it('copies to a registry, once, and takes the next number when asked to', async () => {
    await good(promote(...places.registry, '-t', 'shared.json'));
    const home = at('registries', stack.addresses.arm.registry);
    const { properties } = await versionAt(home, '7');
    assert.match(properties.modelUri, /^https:.*\/model$/);
    assert.equal(properties.tags['quality'], 'good');
    assert.match(await good(promote(...places.registry)), /is in registry 'demo-models' already/);
    await register('8', { 'model/weight.json': '{"weight": 3}' });
    const next = await good(
      cli.bare(
        ...['model', 'promote', '-m', 'weight', '--next-version', '--json'],
        ...[...places.from, ...places.registry],
      ),
    );
    assert.deepEqual(JSON.parse(next), {
      ...{ model: 'weight', version: '8', done: 'created', files: 1, bytes: 13 },
      modelId: 'azureml://registries/demo-models/models/weight/versions/8',
    });
  });

  it('deploys what a registry has, and says so of the registry alone', async () => {
    await good(
      inProduction(
        ...['model', 'deploy', '-n', 'shared-weights', '-f', 'shared.json'],
        ...['--test-request', 'request.json', '--ic', 'inferenceconfig.yml', '--dc', 'deploymentconfig.yml'],
      ),
    );
    assert.match(
      await good(inProduction('where', 'weight:7', '--registry', 'demo-models')),
      /^weight:7 of registry demo-models {2}online endpoint 'shared-weights', .*\n {2}by release Release-3, training run brave_fox, promoted from \//,
    );
    const { tags } = JSON.parse(
      (await client.arm('GET', `${at('workspaces', 'production')}/onlineEndpoints/shared-weights`)).text,
    ) as { tags: Record<string, string> };
    assert.equal(tags['azureml-release.model'], 'weight:7@demo-models');
    assert.doesNotMatch(await good(inProduction('where', 'weight:7')), /shared-weights/);
  });

  it('refuses a number that other files have there', async () => {
    await client.arm('PUT', `${at('workspaces', 'production')}/models/weight/versions/8`, {
      properties: { modelUri: 'azureml://datastores/workspaceblobstore/paths/other' },
    });
    const { status, aside } = await cli.bare(
      ...['model', 'promote', '-m', 'weight:8', ...places.from, ...places.production],
    );
    assert.equal(status, 2);
    assert.match(aside, /'weight' has a version '8' already, with other files.*ModelVersionTaken/);
  });

  const wrong: readonly (readonly [RegExp, () => readonly string[]])[] = [
    [/--model \(-m\) is missing/, () => ['model', 'promote']],
    [/either --from-workspace or --from-registry/, () => ['model', 'promote', '-m', 'weight:7']],
    [
      /either --to-workspace or --to-registry/,
      () => [
        'model',
        'promote',
        '-m',
        'weight:7',
        ...places.from,
        ...places.production,
        '--to-registry',
        'r',
      ],
    ],
    [
      /--to-resource-group is missing/,
      () => ['model', 'promote', '-m', 'a:1', ...places.from, '--to-workspace', 'w'],
    ],
    [
      /both ends are workspace 'demo'/,
      () => [
        ...['model', 'promote', '-m', 'weight:7', ...places.from, '--to-workspace', 'DEMO'],
        ...['--to-resource-group', stack.addresses.arm.resourceGroup],
      ],
    ],
    [/takes one MODEL or MODEL:VERSION/, () => ['where']],
    [/may be another one tomorrow/, () => ['where', 'weight@latest']],
  ];
  for (const [words, argv] of wrong)
    it(`says in one sentence what is wrong: ${words.source}`, async () => {
      const { status, out, aside } = await cli.bare(...argv());
      assert.deepEqual([status, out], [2, '']);
      assert.match(aside, words);
      assert.match(aside, /CommandArgumentsInvalid/);
    });
});
