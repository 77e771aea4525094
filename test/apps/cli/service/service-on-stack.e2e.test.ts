// A service's whole life on the command line, on the stack: deployed, asked, called by its own sample code, its keys changed
// under load, updated, taken down.
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Stack } from '../../../../apps/emulator/stack.ts';
import { startTestStack } from '../../../support/test-stack.ts';
import { trustAuthority } from '../../../support/trust-authority.ts';
import { writeProject } from '../../../tasks/support/scoring-project.ts';
import { registerTwoVersions } from '../../emulator/support/deploy.ts';
import { connect } from '../../emulator/support/workspace-client.ts';
import { type CliOnStack, cliOnStack } from '../support/cli-on-stack.ts';
import { clientProgram } from '../support/client-program.ts';

/** Describes its own requests, as Power BI and sample code need it. */
const describedScript = `import json, os
from inference_schema.schema_decorators import input_schema, output_schema
from inference_schema.parameter_types.standard_py_parameter_type import StandardPythonParameterType

def init():
    global weight
    with open(os.path.join(os.environ["AZUREML_MODEL_DIR"], "model", "weight.json")) as file:
        weight = json.load(file)["weight"]
    print("loaded weight", weight)

@input_schema("data", StandardPythonParameterType([{"x": 2, "it's": "a \\"quoted\\" text"}]))
@output_schema(StandardPythonParameterType([4.0]))
def run(data):
    return [row["x"] * weight for row in data]
`;

interface Status {
  readonly authMode: string;
  readonly scoringUri: string;
  readonly lineage: Readonly<Record<string, string>>;
  readonly deployments: readonly {
    readonly name: string;
    readonly state: string;
    readonly share: number;
    readonly models: unknown;
    readonly lineage: Readonly<Record<string, string>>;
  }[];
}

describe('apps/cli/service (on the stack)', function () {
  this.timeout(300_000);
  let stack: Stack;
  let folder = '';
  let cli: CliOnStack;
  const deployment = ['--ic', 'inferenceconfig.yml', '--dc', 'deploymentconfig.yml'];
  const tested = [...deployment, '--test-request', 'request.json'];

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'cli-service-'));
    const project = await writeProject(folder, 'project', {
      'score.py': describedScript,
      'request.json': '{"data": [{"x": 2}]}',
      'broken.json': '{"data": ',
    });
    stack = await startTestStack();
    trustAuthority(stack.caPem);
    const client = connect(stack);
    await registerTwoVersions(client);
    cli = cliOnStack(stack, project, {
      RELEASE_RELEASENAME: 'Release-12',
      RELEASE_ENVIRONMENTNAME: 'Production',
      BUILD_SOURCEVERSION: '1a2b3c',
    });
  });
  after(async () => {
    await stack.close();
    await rm(folder, { recursive: true, force: true });
  });

  const good = async (...argv: readonly string[]): Promise<string> => {
    const { status, out, aside } = await cli.run(...argv);
    assert.equal(status, 0, `${argv.join(' ')}: ${aside}`);
    return out;
  };
  const bad = async (code: string, ...argv: readonly string[]): Promise<string> => {
    const { status, out, aside } = await cli.run(...argv);
    assert.deepEqual([status, out], [2, ''], aside);
    assert.ok(aside.includes(`[${code}, docs/errors.md#`), aside);
    return aside;
  };
  const statusOf = async (): Promise<Status> =>
    JSON.parse(await good('service', 'status', '-n', 'weights', '--json')) as Status;
  const score = async (key: string): Promise<number> => {
    const { scoringUri } = await statusOf();
    const { status } = await fetch(scoringUri, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: '{"data": [{"x": 1}]}',
    });
    return status;
  };
  const keyOf = async (which: string): Promise<string> =>
    (await good('service', 'keys', 'show', '-n', 'weights', '--key', which, '--plain')).trim();

  it('deploys, says what was done, and does nothing the second time', async () => {
    const first = await good('model', 'deploy', '-n', 'weights', '-m', 'weight:1', ...tested);
    assert.match(first, /^weight:1 is deployed\.\nweights: Succeeded, callers sign in by Key\n/);
    assert.match(first, /v1-\w+ {2}100 % {2}Succeeded {2}weight:1\n/);
    const again = await cli.run('model', 'deploy', '-n', 'weights', '-m', 'weight:1', ...tested);
    assert.match(again.out, /^weight:1 served already\./);
    assert.match(again.aside, /Nothing to do/);
  });

  it('plans against what is there, and calls nobody to change anything', async () => {
    const same = await good('model', 'deploy', '--dry-run', '-n', 'weights', '-m', 'weight:1', ...tested);
    assert.match(same, /Nothing to do/);
    const other = await good('model', 'deploy', '--dry-run', '-n', 'weights', '-m', 'weight:2', ...tested);
    assert.match(other, /create-deployment: create deployment 'v2-/);
    assert.doesNotMatch(other, /create-endpoint/);
    assert.equal((await statusOf()).deployments.length, 1);
  });

  it('shows state, traffic, versions and who put them there, under both names', async () => {
    const found = await statusOf();
    const [only] = found.deployments;
    assert.deepEqual([found.authMode, only?.state, only?.share], ['Key', 'Succeeded', 100]);
    assert.deepEqual(only?.models, [{ model: 'weight', version: '1' }]);
    assert.deepEqual(only.lineage, {
      ...{ release: 'Release-12', stage: 'Production', commit: '1a2b3c' },
      ...{ model: 'weight:1', workspace: 'demo' },
    });
    assert.deepEqual(found.lineage, only.lineage, 'the endpoint says who moved its traffic');
    const text = await good('model', 'status', '-n', 'weights');
    assert.match(text, /by release Release-12, stage Production, commit 1a2b3c\n/);
    assert.match(text, /swagger {2}https:.*swagger\.json\n/);
  });

  it('shows the last lines of the log, and no more than asked for', async () => {
    assert.match(await good('service', 'logs', '-n', 'weights'), /loaded weight 2/);
    const one = await good('service', 'logs', '-n', 'weights', '--tail', '1');
    assert.ok(one.trim().split('\n').length <= 4, one);
  });

  it('sends a request by text and by file', async () => {
    assert.equal(await good('service', 'invoke', '-n', 'weights', '-d', '{"data": [{"x": 5}]}'), '[10]\n');
    assert.equal(await good('model', 'invoke', '-n', 'weights', '--input-file', 'request.json'), '[4]\n');
  });

  it('describes its requests as a table', async () => {
    const table = await good('service', 'schema', '-n', 'weights');
    assert.match(table, /rows {5}data: a list of dictionaries\n {2}x {5}integer\n {2}it's {2}text\n/);
    const swagger = JSON.parse(await good('service', 'schema', '-n', 'weights', '-o', 'swagger')) as object;
    assert.equal(Reflect.get(swagger, 'swagger'), '2.0');
  });

  for (const language of ['curl', 'python', 'csharp'] as const)
    it(`prints a client in ${language} that runs as it is`, async function () {
      const code = await good('service', 'client', '-n', 'weights', '--language', language);
      const key = await keyOf('primary');
      assert.ok(!code.includes(key), 'the key is in the code');
      const { caFile } = stack.addresses;
      const run = await clientProgram(this, language, { code, folder, caFile });
      assert.deepEqual(JSON.parse(await run({ SCORING_KEY: key })), [4]);
      await assert.rejects(run({ SCORING_KEY: 'wrong' }), /401/);
    });

  it('changes both keys, one after the other, while callers go on without a refusal', async () => {
    const [first, second] = [await keyOf('primary'), await keyOf('secondary')];
    let key = first;
    let isOver = false;
    const answers: number[] = [];
    const goOn = (): boolean => !isOver;
    const caller = (async () => {
      while (goOn()) answers.push(await score(key));
    })();
    const said = await good('service', 'keys', 'rotate', '-n', 'weights');
    assert.match(said, /The secondary key of 'weights' is a new one; the primary key is as it was\./);
    key = await keyOf('secondary');
    assert.notEqual(key, second);
    // What the caller sent with the old key has to be through before that key ends.
    for (const sent = answers.length; answers.length < sent + 2;)
      await new Promise((resolve) => setTimeout(resolve, 20));
    const rotated = JSON.parse(
      await good('service', 'keys', 'rotate', '-n', 'weights', '--key', 'primary', '--json'),
    ) as { primary: string };
    isOver = true;
    await caller;
    assert.ok(answers.length >= 3);
    assert.deepEqual([...new Set(answers)], [200]);
    assert.deepEqual([await score(first), await score(second)], [401, 401]);
    assert.equal(await score(rotated.primary), 200);
  });

  it('updates to another version, and refuses to replace by a mere deploy', async () => {
    await bad('OverwriteRefused', 'model', 'deploy', '-n', 'weights', '-m', 'weight:2', ...tested);
    const updated = await good('service', 'update', '-n', 'weights', '-m', 'weight:2', ...tested);
    assert.match(updated, /v2-\w+ {2}100 % {2}Succeeded {2}weight:2/);
    assert.equal(await good('service', 'invoke', '-n', 'weights', '-d', '{"data": [{"x": 5}]}'), '[15]\n');
    await bad('ServiceNotFound', 'service', 'update', '-n', 'nobody', '-m', 'weight:2', ...tested);
  });

  it('deletes only what gets no requests, and only when told twice', async () => {
    const { deployments } = await statusOf();
    const [old, now] = ['v1', 'v2'].map(
      (version) => deployments.find(({ name }) => name.startsWith(version))?.name ?? '',
    );
    const refused = await bad(
      'DeploymentServes',
      ...['service', 'delete', '-n', 'weights', '--deployment', now ?? '', '--yes'],
    );
    assert.match(refused, /100 %.*put there by release Release-12, stage Production/);
    const asked = await cli.run('service', 'delete', '-n', 'weights', '--deployment', old ?? '');
    assert.deepEqual([asked.status, asked.aside], [1, '']);
    assert.match(asked.out, /This would delete deployment 'v1-.*gets no requests.*--yes/);
    await good('service', 'delete', '-n', 'weights', '--deployment', old ?? '', '--yes');
    assert.deepEqual(
      (await statusOf()).deployments.map(({ name }) => name),
      [now],
    );
  });

  it('says in one sentence what is wrong with an argument, and calls nobody', async () => {
    const wrong: readonly (readonly [RegExp, ...string[]])[] = [
      [/--name \(-n\) is missing/, 'service', 'status'],
      [/there is no compute type 'moon'/, 'service', 'status', '-n', 'weights', '--cp', 'moon'],
      [/--tail is 1 to 10000 lines, and not '0'/, 'service', 'logs', '-n', 'weights', '--tail', '0'],
      [/give --input-data \(-d\) or --input-file/, 'service', 'invoke', '-n', 'weights'],
      [/--input-data is no JSON: '\{x'/, 'service', 'invoke', '-n', 'weights', '-d', '{x'],
      [/followed by one of show, rotate, and not by ''/, 'service', 'keys', '-n', 'weights'],
      [/--plain belongs to show/, 'service', 'keys', 'rotate', '-n', 'weights', '--plain'],
      [/--key is 'both'/, 'service', 'keys', 'show', '-n', 'weights', '--key', 'both'],
      [/only online endpoints and/, 'service', 'keys', 'show', '-n', 'weights', '--cp', 'batch'],
      [/--language is 'cobol'/, 'service', 'client', '-n', 'weights', '--language', 'cobol'],
      [/there is no verb 'restart', only status, logs/, 'service', 'restart'],
      [/--offline calls nobody/, 'model', 'deploy', '--offline', '-n', 'weights', '-m', 'weight:1'],
    ];
    for (const [words, ...argv] of wrong)
      assert.match(await bad('CommandArgumentsInvalid', ...argv), words, argv.join(' '));
  });

  it('says in one sentence what is not there', async () => {
    await bad('ServiceNotFound', 'service', 'logs', '-n', 'nobody');
    await bad('DeploymentNotFound', 'service', 'logs', '-n', 'weights', '--deployment', 'blue');
    await bad('FileUnreadable', 'service', 'invoke', '-n', 'weights', '--input-file', 'broken.json');
    await bad('FileNotFound', 'service', 'invoke', '-n', 'weights', '--input-file', 'gone.json');
    const answer = await bad('ServiceAnswered', 'service', 'invoke', '-n', 'weights', '-d', '{"data": 5}');
    assert.match(answer, /'weights' answered with \d{3}/);
  });

  it('tells callers of a service with tokens how they get one', async () => {
    await writeFile(
      join(folder, 'project', 'entra.yml'),
      'computeType: managed\ninstanceType: Standard_DS3_v2\nauthMode: aad_token\n',
    );
    const entra = ['--ic', 'inferenceconfig.yml', '--dc', 'entra.yml', '--test-request', 'request.json'];
    await good('model', 'deploy', '-n', 'tokens', '-m', 'weight:1', ...entra);
    const refused = await bad('KeysNotUsed', 'service', 'keys', 'rotate', '-n', 'tokens');
    assert.match(refused, /az account get-access-token --resource https:\/\/ml\.azure\.com/);
    assert.equal(await good('service', 'invoke', '-n', 'tokens', '-d', '{"data": [{"x": 5}]}'), '[10]\n');
    const code = await good('service', 'client', '-n', 'tokens', '--language', 'csharp');
    assert.match(code, /SCORING_TOKEN/);
    await good('service', 'delete', '-n', 'tokens', '--yes');
    assert.match(await good('service', 'delete', '-n', 'tokens', '--yes'), /Nothing to delete/);
  });
});
