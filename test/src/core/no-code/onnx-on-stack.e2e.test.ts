// ONNX models without an inference config: their whole life by the command line, on the targets that take a generated script.
import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type CliOnStack, cliOnStack } from '../../../apps/cli/support/cli-on-stack.ts';
import { startStackAndFolder, type StackAndFolder } from '../../../support/test-stack.ts';
import { doublingModel, squaringModel } from '../../../support/tiny-onnx.ts';
import { trustAuthority } from '../../../support/trust-authority.ts';

describe('src/core/no-code (ONNX models on the stack)', function () {
  // The first run downloads onnxruntime.
  this.timeout(300_000);
  let around: StackAndFolder;
  let cli: CliOnStack;

  before(async () => {
    around = await startStackAndFolder('onnx');
    trustAuthority(around.stack.caPem);
    cli = cliOnStack(around.stack, around.folder);
    for (const [name, model] of Object.entries({ first: doublingModel(2), second: squaringModel(2) })) {
      await mkdir(join(around.folder, name));
      await writeFile(join(around.folder, name, 'model.onnx'), model);
      // As v1 registered it: a folder, and the framework as a word.
      await good('model', 'register', '-n', 'numbers', '-p', name, '--model-framework', 'Onnx');
    }
    const files = {
      'managed.yml': 'computeType: managed\ninstanceType: Standard_DS3_v2\n',
      'aci.yml': 'computeType: aci\nauthEnabled: true\n',
      'batch.yml': 'computeType: batch\ncomputeTargetName: nightly\n',
      'request.json': '{"inputs": {"x": [[3, 4]]}}',
    };
    for (const [name, text] of Object.entries(files)) await writeFile(join(around.folder, name), text);
  });
  after(() => around.close());

  const good = async (...argv: readonly string[]): Promise<string> => {
    const { status, out, aside } = await cli.run(...argv);
    assert.equal(status, 0, `${argv.join(' ')}: ${aside}`);
    return out;
  };
  const deploy = (model: string, target: string, ...more: readonly string[]) => [
    ...['model', 'deploy', '-n', 'numbers', '-m', model, '--dc', `${target}.yml`],
    ...['--test-request', 'request.json', ...more],
  ];

  for (const target of ['managed', 'aci'])
    it(`${target}: is deployed, asked, updated and taken down`, async () => {
      const place = ['-n', 'numbers', '--compute-type', target];
      const ask = async (data: string): Promise<unknown> =>
        JSON.parse(await good('service', 'invoke', ...place, '-d', data));
      await good(...deploy('numbers:1', target));
      assert.deepEqual(await ask('{"inputs": {"x": [[1, 2], [3, 4]]}}'), {
        outputs: {
          y: [
            [2, 4],
            [6, 8],
          ],
        },
      });
      const wrong = await cli.run('service', 'invoke', ...place, '-d', '{"inputs": {"z": [[1, 2]]}}');
      assert.match(wrong.aside, /Missing inputs: \['x'\]; unknown inputs: \['z'\].*x tensor\(float\)/);
      assert.match(await good(...deploy('numbers:1', target)), /served already/);
      await good(...deploy('numbers:2', target, '--overwrite'));
      assert.deepEqual(await ask('{"data": [[3, 4]]}'), { outputs: { y: [[9, 16]] } });
      await good('service', 'delete', ...place, '--yes');
      assert.equal((await cli.run('service', 'status', ...place)).status, 2);
    });

  it('batch: is refused before anything is made, with the targets that serve it', async () => {
    const { status, aside } = await cli.run(...deploy('numbers:1', 'batch'));
    assert.equal(status, 2);
    assert.match(aside, /type ONNX has no server of its own there.*managed, kubernetes, aci.*ServerMissing/);
  });
});
