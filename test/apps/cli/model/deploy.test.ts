import assert from 'node:assert/strict';
import { mkdtempSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { runCommandLine } from '../support/run-program.ts';
import { createProjectFiles } from '../../../../src/adapters/local/project-files.ts';
import type { Plan } from '../../../../src/core/plan/plan.ts';

const script = 'def init(): ...\ndef run(data): return data\n';
const conda = 'dependencies: [python=3.11, { pip: [azureml-inference-server-http] }]\n';

describe('apps/cli/model/deploy.ts', () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'model-deploy-'));
    const files: Record<string, string> = {
      'project/score.py': script,
      'project/conda.yml': conda,
      'project/ic.json': JSON.stringify({ entryScript: 'score.py', condaFile: 'conda.yml' }),
      'project/dc.yml':
        'computeType: aks\ncomputeTargetName: k8s\nscoringTimeoutMs: 30000\ntags: { a: "1" }\n',
      'project/rolling.yml': 'computeType: managed\nrollout: { steps: [20] }\n',
      'project/tests/rollout.yml': 'strategy: canary\nsmokeTests: [{ request: one.json }]\n',
      'project/tests/one.json': '{}',
      'project/tests/missing.yml': 'smokeTests: [{ request: nowhere.json }]\n',
      'project/model.json': JSON.stringify({ modelId: 'fraud:7', workspaceName: 'prod' }),
      'project/profile.json': JSON.stringify({ cpu: 2, memoryInGB: 3 }),
      'project/env.json': JSON.stringify({
        entryScript: 'score.py',
        environment: { name: 'in-file', version: 3 },
      }),
      'project/env/azureml_environment.json': JSON.stringify({ name: 'saved', version: '1' }),
      'secret.py': script,
    };
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    symlinkSync(join(folder, 'secret.py'), join(folder, 'project/link.py'));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  const deploy = (...argv: readonly string[]) =>
    runCommandLine(['model', 'deploy', ...argv], {
      project: { workingFolder: join(folder, 'project'), files: (root) => createProjectFiles({ root }) },
    });

  const usual = ['--dry-run', '--offline', '-n', 'fraud', '-g', 'ml', '-w', 'prod'];

  async function planned(...argv: readonly string[]): Promise<Plan> {
    const { status, out, aside } = await deploy(...usual, '--json', ...argv);
    assert.equal(status, 0, aside);
    return JSON.parse(out) as Plan;
  }

  const propertiesOf = ({ steps }: Plan) =>
    (
      steps.find(({ kind }) => kind === 'create-deployment')?.request.body as {
        properties: Record<string, unknown>;
      }
    ).properties;

  it('plans from the files of v1', async () => {
    const plan = await planned('-m', 'fraud:7', '--ic', 'ic.json', '--dc', 'dc.yml');
    assert.equal(plan.target, 'kubernetes');
    assert.deepEqual(
      (propertiesOf(plan)['requestSettings'] as { requestTimeout: string }).requestTimeout,
      'PT30S',
    );
  });

  it('lets flags override the files', async () => {
    const plan = await planned(
      ...['-f', 'model.json', '--ic', 'ic.json', '--dc', 'dc.yml', '--tm', '45000', '--nr', '2'],
      ...['--tag', 'b=2', '--description', 'scores'],
    );
    const properties = propertiesOf(plan);
    assert.equal((properties['requestSettings'] as { requestTimeout: string }).requestTimeout, 'PT45S');
    assert.equal(properties['description'], 'scores');
    assert.match(JSON.stringify(plan.steps), /"a":"1","b":"2"/);
    assert.match(String(properties['model']), /models\/fraud\/versions\/7$/);
  });

  it('says what v1 meant by a flag and what becomes of it', async () => {
    const { warnings, steps } = await planned(
      ...['-m', 'fraud:7', '--ic', 'ic.json', '--dc', 'dc.yml', '--property', 'p=1', '--no-wait'],
    );
    assert.match(warnings.join('\n'), /--property is kept as tags/);
    assert.match(warnings.join('\n'), /with --no-wait the command still waits/);
    assert.match(JSON.stringify(steps), /"p":"1"/);
  });

  it('lets the flags of the roll-out win over its file, and both over the deployment config', async () => {
    const plan = (...argv: readonly string[]) =>
      planned('-m', 'fraud:7', '--ic', 'ic.json', '--dc', 'rolling.yml', ...argv);
    // What is judged only where something serves already is not seen in a plan against nothing.
    const { warnings } = await plan();
    assert.match(
      warnings.join('\n'),
      /'rolling\.yml' \(line 2\) gives 'rollout\.steps', which has no effect/,
    );
    const file = await plan('--rollout-file', 'tests/rollout.yml');
    assert.deepEqual(file.warnings, []);
    const flags = await plan('--rollout-file', 'tests/rollout.yml', '--strategy', 'replace');
    assert.match(flags.warnings.join('\n'), /line 2\) gives 'rollout\.steps'.*only the strategies canary/);
    const wrong = await deploy(
      ...usual,
      ...['-m', 'fraud:7', '--ic', 'ic.json', '--dc', 'rolling.yml', '--steps', '50, 10'],
    );
    assert.equal(wrong.status, 2);
    assert.match(wrong.aside, /--steps, steps: must rise from step to step/);
  });

  it('names the file of a smoke test that is not there, as it is seen from the file that names it', async () => {
    const { status, aside } = await deploy(
      ...usual,
      ...['-m', 'fraud:7', '--ic', 'ic.json', '--dc', 'dc.yml', '--rollout-file', 'tests/missing.yml'],
    );
    assert.equal(status, 2);
    assert.match(aside, /request of a smoke test '.*project\/tests\/nowhere\.json' does not exist/);
  });

  it('refuses a roll-out where nothing splits requests, and names the flag', async () => {
    const { status, aside } = await deploy(
      ...usual,
      ...['-m', 'fraud:7', '--ic', 'ic.json', '--cp', 'local', '--strategy', 'canary'],
    );
    assert.equal(status, 2);
    assert.match(
      aside,
      /\(--strategy\) asks for 'rollout\.strategy'.*nothing here splits requests.*ConfigurationNotSupported/s,
    );
  });

  it('takes a project folder that is relative, too', async () => {
    const plan = await runCommandLine(
      [
        'model',
        'deploy',
        ...usual,
        '--path',
        'project',
        '-m',
        'fraud:7',
        '--ic',
        'ic.json',
        '--dc',
        'dc.yml',
      ],
      { project: { workingFolder: folder, files: (root) => createProjectFiles({ root }) } },
    );
    assert.equal(plan.status, 0, plan.aside);
  });

  it('moves a v1 file to another target by --cp, with the defaults of v1', async () => {
    const plan = await planned(
      '-m',
      'fraud:7',
      '--ic',
      'ic.json',
      '--dc',
      'dc.yml',
      '--cp',
      'managed',
      '--pi',
      'profile.json',
    );
    assert.equal(plan.target, 'managed');
    assert.equal(propertiesOf(plan)['instanceType'], 'Standard_DS2_v2');
    assert.match(JSON.stringify(propertiesOf(plan)['livenessProbe']), /PT310S/);
  });

  it('needs no file at all', async () => {
    const plan = await planned(
      '-m',
      'a:1',
      'b:2',
      '--es',
      'score.py',
      '--cf',
      'conda.yml',
      '--cp',
      'local',
      '--po',
      '6789',
    );
    assert.match(JSON.stringify(plan.steps), /"HostPort":"6789"/);
  });

  it("prefers the file's environment to the one of the command line", async () => {
    const inFile = await planned('-m', 'fraud:7', '--ic', 'env.json', '--dc', 'dc.yml', '-e', 'other');
    assert.equal(propertiesOf(inFile)['environmentId'], 'azureml:in-file:3');
    const saved = await planned('-m', 'fraud:7', '--es', 'score.py', '--dc', 'dc.yml', '--ed', 'env');
    assert.equal(propertiesOf(saved)['environmentId'], 'azureml:saved:1');
  });

  it('prints a plan for a person, without secrets', async () => {
    const { status, out } = await deploy(
      ...[
        ...usual,
        '-m',
        'fraud:7',
        '--ic',
        'ic.json',
        '--cp',
        'aci',
        '--ae',
        '--kp',
        'a-key-that-is-a-secret',
      ],
    );
    assert.equal(status, 0);
    assert.match(out, /^Warning: A container group/);
    assert.match(out, /5\. create-container-group: create container group 'fraud', because there is none\./);
    assert.doesNotMatch(out, /secret1|a-key-that-is-a-secret|YS1rZXk/);
  });

  const refused: readonly (readonly [string, readonly string[], RegExp])[] = [
    ['--offline without a dry run', ['-n', 'fraud', '--offline'], /goes only with --dry-run/],
    [
      'a workspace that nothing names',
      ['-n', 'fraud', '-m', 'a:1', '--dry-run'],
      /--resource-group \(-g\) is missing/,
    ],
    ['a name that is missing', ['--dry-run', '--offline'], /--name \(-n\) is missing/],
    ['no model', [...usual, '--ic', 'ic.json', '--dc', 'dc.yml'], /no model is named/],
    [
      'a version that nobody knows',
      [...usual, '-m', 'fraud', '--ic', 'ic.json', '--dc', 'dc.yml'],
      /no version/,
    ],
    [
      'a bad value, by its flag',
      [...usual, '-m', 'a:1', '--ic', 'ic.json', '--dc', 'dc.yml', '--tp', '101'],
      /--tp, trafficPercentile/,
    ],
    ['a property without a value', [...usual, '-m', 'a:1', '--property', 'a'], /not of the form name=value/],
    [
      'a file outside the project',
      [...usual, '-m', 'a:1', '--es', '../secret.py', '--dc', 'dc.yml'],
      /leaves the folder/,
    ],
    [
      'a link out of the project',
      [...usual, '-m', 'a:1', '--es', 'link.py', '--dc', 'dc.yml'],
      /leaves the folder/,
    ],
    [
      'an unknown target',
      [...usual, '-m', 'a:1', '--ic', 'ic.json', '--cp', 'mir'],
      /no deployment type 'mir'/,
    ],
  ];
  for (const [what, argv, words] of refused)
    it(`refuses ${what}`, async () => {
      const { status, aside } = await deploy(...argv);
      assert.equal(status, 2);
      assert.match(aside, words);
      assert.doesNotMatch(aside, /\n {4}at /);
    });

  it('explains itself', async () => {
    const { status, out } = await deploy('--help');
    assert.equal(status, 0);
    assert.match(out, /--scoring-timeout-ms, --tm NUMBER +overrides scoringTimeoutMs/);
  });
});
