// v1's deploy line against the emulated workspace: planned, carried out, and planned again.
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Stack } from '../../../../apps/emulator/stack.ts';
import { startTestStack } from '../../../support/test-stack.ts';
import { systemClock } from '../../../../src/adapters/local/clock.ts';
import { createProjectFiles } from '../../../../src/adapters/local/project-files.ts';
import type { Plan } from '../../../../src/core/plan/plan.ts';
import { trustAuthority } from '../../../support/trust-authority.ts';
import { writeProject } from '../../../tasks/support/scoring-project.ts';
import { registerTwoVersions } from '../../emulator/support/deploy.ts';
import { connect } from '../../emulator/support/workspace-client.ts';
import { runCommandLine } from '../support/run-program.ts';

describe('apps/cli/model/deploy.ts (on the stack)', function () {
  // The first run builds the virtual environment from the package registry.
  this.timeout(300_000);
  let stack: Stack;
  let folder = '';
  let project = '';

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'deploy-verb-'));
    project = await writeProject(folder, 'good');
    stack = await startTestStack();
    trustAuthority(stack.caPem);
    await registerTwoVersions(connect(stack));
  });
  after(async () => {
    await stack.close();
    await rm(folder, { recursive: true, force: true });
  });

  function model(verb: string, ...argv: readonly string[]) {
    const { arm, identity } = stack.addresses;
    return runCommandLine(
      [
        ...['model', verb, '-g', arm.resourceGroup, '-w', arm.workspace, '--path', project],
        ...['--subscription-id', arm.subscriptionId, '--arm-url', arm.url],
        ...['--authority-url', identity.authority, '--audience', 'https://management.core.windows.net/'],
        ...argv,
      ],
      {
        project: { workingFolder: '/nowhere', files: (from) => createProjectFiles({ root: from }) },
        clock: systemClock,
        environment: {
          AZURE_TENANT_ID: identity.tenantId,
          AZURE_CLIENT_ID: identity.clientId,
          AZURE_CLIENT_SECRET: identity.clientSecret,
        },
      },
    );
  }
  const configs = ['--ic', 'inferenceconfig.yml', '--dc', 'deploymentconfig.yml'];
  const deploy = (...argv: readonly string[]) => model('deploy', '-n', 'weights', ...configs, ...argv);

  async function planned(...argv: readonly string[]): Promise<Plan> {
    const { status, out, aside } = await deploy('--dry-run', '--json', ...argv);
    assert.equal(status, 0, aside);
    return JSON.parse(out) as Plan;
  }
  const kinds = ({ steps }: Plan) => steps.map(({ kind }) => kind);

  it('plans against what is there, and changes nothing', async () => {
    const plan = await planned('-m', 'weight:1');
    assert.ok(kinds(plan).includes('create-endpoint') && kinds(plan).includes('create-deployment'));
    assert.match(JSON.stringify(plan.steps), /"location":"(?!\{)/);
    assert.deepEqual(kinds(await planned('-m', 'weight:1')), kinds(plan));
  });

  it('carries the plan out, after which it is empty', async () => {
    const { status, out, aside } = await deploy(
      ...['-m', 'weight:1', '--test-request', 'request.json', '--no-wait'],
    );
    assert.equal(status, 0, aside);
    assert.match(
      out,
      /^weight:1 is deployed\.\nweights: Succeeded.*\n {2}scoring {2}https:\/\/localhost:\d+\/score\n/,
    );
    assert.match(aside, /Warning: with --no-wait the command still waits/);
    assert.deepEqual(kinds(await planned('-m', 'weight:1')), []);
    assert.match((await deploy('-m', 'weight:1', '--dry-run')).out, /^Nothing to do/m);
    assert.match((await deploy('-m', 'azureml:weight:1')).out, /^weight:1 served already/);
  });

  it('deletes no version that serves', async () => {
    const { status, aside } = await model('delete', '-i', 'weight:1');
    assert.equal(status, 2);
    assert.match(aside, /online endpoint 'weights'.*ModelInUse/);
  });

  it('replaces what serves only with --overwrite, as v1 did', async () => {
    const plan = await planned('-m', 'weight@latest');
    assert.ok(!kinds(plan).includes('create-endpoint') && kinds(plan).includes('move-traffic'));
    assert.match(plan.warnings.join('\n'), /refused without --overwrite/);
    const refused = await deploy('-m', 'weight@latest');
    assert.equal(refused.status, 2);
    assert.match(refused.aside, /OverwriteRefused/);
    assert.doesNotMatch((await planned('-m', 'weight', '--overwrite')).warnings.join('\n'), /refused/);
  });

  for (const [what, argv, words] of [
    ['a model that is not there', ['-m', 'wieght:1'], /ModelNotFound/],
    ['a version that is not there', ['-m', 'weight:99'], /ModelVersionNotFound/],
    ['a label that nobody knows', ['-m', 'weight@prod'], /label 'latest' only.*ModelReferenceInvalid/],
    [
      'a path in a datastore',
      ['-m', 'azureml://datastores/d/paths/m'],
      /model register -n NAME -p azureml:\/\/datastores\/d\/paths\/m/,
    ],
    [
      'a registry that is not there',
      ['-m', 'azureml://registries/none/models/m/versions/1'],
      /no registry 'none'/,
    ],
  ] as const)
    it(`refuses ${what} before anything is made`, async () => {
      const { status, aside } = await deploy(...argv);
      assert.equal(status, 2);
      assert.match(aside, words);
      assert.doesNotMatch(aside, /\n {4}at /);
    });
});
