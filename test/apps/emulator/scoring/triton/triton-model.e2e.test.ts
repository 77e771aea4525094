// A Triton repository without script and environment: its whole life by the command line, served by a real tritonserver.
import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { tritonPackages } from '../../../../../apps/emulator/scoring/triton/triton-server.ts';
import { startStackAndFolder, type StackAndFolder } from '../../../../support/test-stack.ts';
import { doublingModel, squaringModel } from '../../../../support/tiny-onnx.ts';
import { trustAuthority } from '../../../../support/trust-authority.ts';
import { type CliOnStack, cliOnStack } from '../../../cli/support/cli-on-stack.ts';
import { pythonWith, type Python } from '../../support/python-environment.ts';

/** Of a model whose config.pbtxt says everything; the other one has none. */
const config = `platform: "onnxruntime_onnx"
max_batch_size: 8
input [ { name: "x" data_type: TYPE_FP32 dims: [ 2 ] } ]
output [ { name: "y" data_type: TYPE_FP32 dims: [ 2 ] } ]
`;

/** A deployment and its model, in the words of az ml. */
const sample = `$schema: https://azuremlschemas.azureedge.net/latest/managedOnlineDeployment.schema.json
name: green
endpoint_name: numbers
model:
  name: numbers
  version: 2
  path: ./models
  type: triton_model
instance_count: 1
instance_type: Standard_DS3_v2
`;

const request = (model: string, data: readonly number[]) =>
  JSON.stringify({
    model_name: model,
    inputs: [{ name: 'x', shape: [data.length / 2, 2], datatype: 'FP32', data }],
  });

/** What Azure's own sample does, with the client that NVIDIA publishes: tensors travel as bytes. */
const caller = `import json, sys
import gevent.ssl
import numpy
import tritonclient.http as triton

uri, key = sys.argv[1:]
headers = {"Authorization": f"Bearer {key}"}
found = []
for url in (uri[8:].rsplit("/", 1)[0], uri[8:]):
    client = triton.InferenceServerClient(url=url, ssl=True, ssl_context_factory=gevent.ssl._create_default_https_context)
    assert client.is_server_ready(headers=headers) and client.is_server_live(headers=headers)
    assert client.is_model_ready("doubling", "1", headers) and not client.is_model_ready("none", "1", headers)
    rows = numpy.array([[1, 2], [3, 4], [5, 6]], dtype=numpy.float32)
    given = triton.InferInput("x", rows.shape, "FP32")
    given.set_data_from_numpy(rows)
    wanted = triton.InferRequestedOutput("y")
    for model in ("doubling", "stated"):
        answer = client.infer(model, [given], outputs=[wanted], headers=headers).as_numpy("y")
        found.append([str(answer.dtype), answer.tolist()])
narrow = triton.InferInput("x", [1, 3], "FP32")
narrow.set_data_from_numpy(numpy.zeros((1, 3), dtype=numpy.float32))
try:
    client.infer("stated", [narrow], headers=headers)
except triton.InferenceServerException as error:
    found.append(error.message())
print(json.dumps(found))
`;

describe('apps/emulator/scoring/triton (a repository without script and environment)', function () {
  // The first run downloads Triton and onnxruntime.
  this.timeout(300_000);
  let around: StackAndFolder;
  let cli: CliOnStack;
  let folder = '';
  let python: Python;

  before(async () => {
    around = await startStackAndFolder('triton');
    const { stack } = around;
    folder = around.folder;
    trustAuthority(stack.caPem);
    cli = cliOnStack(stack, folder);
    python = await pythonWith(tritonPackages, folder);
    await writeFile(join(folder, 'dc.yml'), 'computeType: managed\ninstanceType: Standard_DS3_v2\n');
    await writeFile(join(folder, 'ca.pem'), stack.caPem);
    await writeFile(join(folder, 'request.json'), request('doubling', [3, 4]));
    await writeFile(join(folder, 'vague.json'), '{"data": [[3, 4]]}');
  });
  after(() => around.close());

  const good = async (...argv: readonly string[]): Promise<string> => {
    const { status, out, aside } = await cli.run(...argv);
    assert.equal(status, 0, `${argv.join(' ')}: ${aside}`);
    return out;
  };
  async function register(name: string, files: Readonly<Record<string, string | Uint8Array>>) {
    for (const [path, content] of Object.entries(files)) {
      await mkdir(join(folder, name, path, '..'), { recursive: true });
      await writeFile(join(folder, name, path), content);
    }
    await good('model', 'register', '-n', name, '-p', name, '--type', 'triton_model');
  }
  const deploy = (service: string, model: string, test: string, ...more: readonly string[]) =>
    cli.run('model', 'deploy', '-n', service, '-m', model, '--dc', 'dc.yml', '--test-request', test, ...more);
  const answer = async (data: readonly number[], model = 'doubling') => {
    const out = await good('service', 'invoke', '-n', 'numbers', '-d', request(model, data));
    const { outputs } = JSON.parse(out) as { outputs: readonly { readonly data: readonly number[] }[] };
    return outputs.map((one) => one.data);
  };

  it('refuses a test request that names no model of the repository, before anything is made', async () => {
    await register('numbers', {
      'doubling/1/model.onnx': doublingModel(2),
      'stated/1/model.onnx': doublingModel(2),
      'stated/config.pbtxt': config,
    });
    const { status, aside } = await deploy('numbers', 'numbers:1', 'vague.json');
    assert.equal(status, 2);
    assert.match(aside, /test request does not say which model .*TritonRequestUnaddressed/);
    assert.equal((await cli.run('service', 'status', '-n', 'numbers')).status, 2);
  });

  it('is deployed without an inference config, and answers by name, with or without a config.pbtxt', async () => {
    const { status, aside } = await deploy('numbers', 'numbers:1', 'request.json');
    assert.equal(status, 0, aside);
    assert.match(aside, /answered the test request in \d+ ms/);
    assert.deepEqual(await answer([1, 2, 3, 4]), [[2, 4, 6, 8]]);
    assert.deepEqual(await answer([1, 2], 'stated'), [[2, 4]]);
    const wrong = await cli.run('service', 'invoke', '-n', 'numbers', '-d', request('none', [1, 2]));
    assert.match(wrong.aside, /unknown model: 'none' is not found.*ServiceAnswered/);
  });

  it('answers the official client, as unmodified samples of Azure use it', async () => {
    const { scoringUri } = JSON.parse(await good('service', 'status', '-n', 'numbers', '--json')) as {
      scoringUri: string;
    };
    const key = (
      await good('service', 'keys', 'show', '-n', 'numbers', '--key', 'primary', '--plain')
    ).trim();
    const env = { SSL_CERT_FILE: join(folder, 'ca.pem') };
    const found = JSON.parse(await python(caller, { args: [scoringUri, key], env })) as unknown[];
    const rows = [
      [2, 4],
      [6, 8],
      [10, 12],
    ];
    assert.deepEqual(
      found.slice(0, 4),
      Array.from({ length: 4 }, () => ['float32', rows]),
    );
    assert.match(String(found[4]), /unexpected shape for input 'x' for model 'stated'/);
  });

  it('gives sample code that asks the model, and the server’s log', async () => {
    const code = await good('service', 'client', '-n', 'numbers', '--input-file', 'request.json');
    assert.match(code, /\/v2\/models\/doubling\/infer/);
    const logs = await good('service', 'logs', '-n', 'numbers', '--tail', '200');
    assert.match(logs, /successfully loaded 'stated'/);
  });

  it('is updated by a file as Azure’s own sample has it, and taken down', async () => {
    await mkdir(join(folder, 'models', 'doubling', '1'), { recursive: true });
    await writeFile(join(folder, 'models', 'doubling', '1', 'model.onnx'), squaringModel(2));
    await writeFile(join(folder, 'green.yml'), sample);
    const update = ['model', 'deploy', '--file', 'green.yml', '--all-traffic'];
    const vague = await cli.run(...update, '--test-request', 'vague.json');
    assert.match(vague.aside, /TritonRequestUnaddressed/);
    await good(...update, '--test-request', 'request.json');
    assert.deepEqual(await answer([1, 2, 3, 4]), [[1, 4, 9, 16]]);
    await good('service', 'delete', '-n', 'numbers', '--yes');
    assert.equal((await cli.run('service', 'status', '-n', 'numbers')).status, 2);
  });

  it('says in its log why Triton does not load a model', async () => {
    await register('narrow', {
      'stated/1/model.onnx': doublingModel(3),
      'stated/config.pbtxt': config,
      'torch/1/model.pt': 'x',
      'torch/config.pbtxt': 'backend: "pytorch"\nmax_batch_size: 8\n',
    });
    const narrow = await deploy('narrow', 'narrow:1', 'request.json');
    assert.equal(narrow.status, 2);
    assert.match(narrow.aside, /crashed/);
    assert.match(
      narrow.aside,
      /input 'x': the model expects shape \[-1, 3\], and config\.pbtxt gives \[-1, 2\]/,
    );
    assert.match(narrow.aside, /unable to find backend library for backend 'pytorch'/);
  });

  it('says that a single file is no repository', async () => {
    await register('file', { 'model.onnx': doublingModel(2) });
    await good('model', 'register', '-n', 'one', '-p', 'file/model.onnx', '--type', 'triton_model');
    const file = await deploy('one', 'one:1', 'request.json');
    assert.match(file.aside, /'model\.onnx' is no model repository/);
  });
});
