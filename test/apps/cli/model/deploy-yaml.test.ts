import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createProjectFiles } from '../../../../src/adapters/local/project-files.ts';
import type { Plan } from '../../../../src/core/plan/plan.ts';
import { batch, kubernetes, managed } from '../../../src/core/plan/support/yaml-files.ts';
import { runCommandLine } from '../support/run-program.ts';

const script = 'def init(): ...\ndef run(data): return data\n';

const files: Readonly<Record<string, string>> = {
  'project/deploy/green.yml': managed.deployment,
  'project/deploy/endpoint.yml': managed.endpoint ?? '',
  'project/deploy/conda.yml': 'dependencies: [python=3.11]\n',
  'project/src/score.py': script,
  'project/src/helper.py': 'x = 1\n',
  'project/k8s.yml': kubernetes.deployment,
  'project/k8s-endpoint.yml': kubernetes.endpoint ?? '',
  'project/model/MLmodel': 'flavors: {}\n',
  'project/nightly.yml': batch.deployment,
  'project/docker/Dockerfile': 'FROM python:3.11\n',
  'project/parts/env.yml': 'name: score-env\nversion: 1.10\nimage: own:1\nconda_file: conda/c.yml\n',
  'project/parts/conda/c.yml': 'dependencies: [python=3.12]\n',
  'project/parts/model.yml': 'name: claims\nversion: 3\npath: ../weights.pkl\n',
  'project/weights.pkl': 'weights',
  'project/parted.yml':
    'name: blue\nendpoint_name: fraud\ninstance_type: Standard_DS3_v2\nenvironment: file:parts/env.yml\nmodel: file:./parts/model.yml\n',
  'project/outside.yml': 'name: blue\nendpoint_name: fraud\ninstance_type: a\nmodel: ../secret\n',
  'secret/key.pem': 'secret',
};

describe('apps/cli/model/deploy-yaml.ts', () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'model-deploy-yaml-'));
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  const deploy = (...argv: readonly string[]) =>
    runCommandLine(['model', 'deploy', '--dry-run', '--offline', '-g', 'ml', '-w', 'prod', ...argv], {
      project: { workingFolder: join(folder, 'project'), files: (root) => createProjectFiles({ root }) },
    });

  async function planned(...argv: readonly string[]): Promise<Plan> {
    const { status, out, aside } = await deploy('--json', ...argv);
    assert.equal(status, 0, aside);
    return JSON.parse(out) as Plan;
  }

  const stepOf = ({ steps }: Plan, kind: string) => steps.find((step) => step.kind === kind);
  const bodyOf = (plan: Plan, kind: string) =>
    stepOf(plan, kind)?.request.body as { sku: object; properties: Record<string, unknown> };
  const namesOf = (plan: Plan, kind: string) => stepOf(plan, kind)?.files?.map(({ path }) => path);

  it('plans from the files of an endpoint and a deployment, whose paths start where they lie', async () => {
    const plan = await planned('--file', 'deploy/green.yml', '--endpoint-file', 'deploy/endpoint.yml');
    assert.equal(plan.target, 'managed');
    assert.deepEqual(namesOf(plan, 'upload-code'), ['helper.py', 'score.py']);
    assert.equal(
      bodyOf(plan, 'register-environment').properties['condaFile'],
      'dependencies: [python=3.11]\n',
    );
    assert.deepEqual(bodyOf(plan, 'move-traffic').properties['traffic'], { blue: 90, green: 10 });
  });

  it('refuses files that are no UTF-8, whichever of them it is', async () => {
    for (const [path, argv] of [
      ['latin.yml', ['--file', 'latin.yml']],
      ['latin-endpoint.yml', ['--file', 'deploy/green.yml', '--endpoint-file', 'latin-endpoint.yml']],
    ] as const) {
      writeFileSync(join(folder, 'project', path), Buffer.from('name: caf\xe9\n', 'latin1'));
      const { status, aside } = await deploy(...argv);
      assert.equal(status, 2);
      assert.match(aside, new RegExp(`${path}.*UTF-8`, 's'));
    }
  });

  it('lets --set override a key, and names the flag where that is refused', async () => {
    const plan = await planned('--file', 'deploy/green.yml', '--set', 'instance_count=5', 'tags.team=risk');
    assert.deepEqual(bodyOf(plan, 'create-deployment').sku, { name: 'Default', capacity: 5 });
    assert.match(JSON.stringify(bodyOf(plan, 'create-deployment')), /"team":"risk"/);
    const { status, aside } = await deploy('--file', 'deploy/green.yml', '--set', 'instance_count=many');
    assert.equal(status, 2);
    assert.match(aside, /green\.yml.*--set instance_count, instance_count/s);
  });

  it('tells a batch deployment from an online one by its file', async () => {
    const plan = await planned('--file', 'nightly.yml');
    assert.equal(plan.target, 'batch');
    assert.deepEqual(namesOf(plan, 'upload-context'), ['Dockerfile']);
  });

  it('stands braces for what a label names, because nobody was asked', async () => {
    const plan = await planned('--file', 'k8s.yml', '--endpoint-file', 'k8s-endpoint.yml');
    assert.match(
      String(bodyOf(plan, 'create-deployment').properties['environmentId']),
      /\/environments\/score\/versions\/\{version\}$/,
    );
    assert.deepEqual(namesOf(plan, 'upload-model'), ['MLmodel']);
  });

  it('reads environment and model from files of their own', async () => {
    const plan = await planned('--file', 'parted.yml');
    assert.match(stepOf(plan, 'register-environment')?.request.path ?? '', /\/score-env\/versions\/1\.10$/);
    assert.equal(
      bodyOf(plan, 'register-environment').properties['condaFile'],
      'dependencies: [python=3.12]\n',
    );
    assert.match(stepOf(plan, 'register-model')?.request.path ?? '', /\/claims\/versions\/3$/);
    assert.deepEqual(namesOf(plan, 'upload-model'), ['weights.pkl']);
  });

  const refused: readonly (readonly [what: string, argv: readonly string[], words: RegExp])[] = [
    ['a v1 flag beside it', ['--file', 'k8s.yml', '--ic', 'ic.json'], /--ic belongs to the files of v1/],
    ['a model beside it', ['--file', 'k8s.yml', '-m', 'a:1'], /-m belongs to the files of v1/],
    ['an endpoint without a deployment', ['--endpoint-file', 'k8s-endpoint.yml'], /goes only with --file/],
    ['--set of another form', ['--file', 'k8s.yml', '--set', 'x'], /'x' is not of the form key=value/],
    ['a file that is not there', ['--file', 'no.yml'], /deployment 'no\.yml'/],
    [
      'a label other than latest',
      ['--file', 'parted.yml', '--set', 'model=azureml:claims@champion'],
      /parted\.yml' is not valid: --set model, model: the service knows the label 'latest' only, and not 'champion'/,
    ],
    [
      'a roll-out of a deployment that nobody is sent to',
      ['--file', 'parted.yml', '--strategy', 'canary'],
      /\(--strategy\) asks for 'rollout\.strategy'.*no file says which share.*--all-traffic/s,
    ],
    ['--all-traffic without files', ['--all-traffic'], /--all-traffic goes only with --file/],
    ['a path outside the project', ['--file', 'outside.yml'], /leaves the folder/],
    ['the file of an endpoint', ['--file', 'k8s-endpoint.yml'], /is that of kubernetesOnlineEndpoint/],
  ];
  for (const [what, argv, words] of refused)
    it(`refuses ${what}`, async () => {
      const { status, aside } = await deploy(...argv);
      assert.equal(status, 2);
      assert.match(aside, words);
    });
});
