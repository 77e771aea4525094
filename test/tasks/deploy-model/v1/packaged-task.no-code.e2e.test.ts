// The packaged deploy task with models that bring what serves them: no script, no environment, no inference config.
import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type CliOnStack, cliOnStack } from '../../../apps/cli/support/cli-on-stack.ts';
import { doublingModel, squaringModel } from '../../../support/tiny-onnx.ts';
import { trustAuthority } from '../../../support/trust-authority.ts';
import type { TaskResult } from '../../support/packaged-task.ts';
import { assertFails, runOnStack, startTaskPlace, workspaceInputs } from '../../support/task-on-stack.ts';

interface Kind {
  /** As v1 named the framework of the model. */
  readonly framework: string;
  /** Where the file of one ONNX model lies below the registered folder. */
  readonly path: string;
  readonly request: object;
  /** Of a doubling model, then of a squaring one. */
  readonly answers: readonly [RegExp, RegExp];
}

const kinds: Readonly<Record<string, Kind>> = {
  'an ONNX model': {
    framework: 'Onnx',
    path: 'model.onnx',
    request: { inputs: { x: [[3, 4]] } },
    answers: [/\[\[6(\.0)?, ?8(\.0)?\]\]/, /\[\[9(\.0)?, ?16(\.0)?\]\]/],
  },
  'a Triton repository': {
    framework: 'Multi',
    path: 'digits/1/model.onnx',
    request: {
      model_name: 'digits',
      inputs: [{ name: 'x', shape: [1, 2], datatype: 'FP32', data: [3, 4] }],
    },
    answers: [/"data": ?\[6(\.0)?, ?8(\.0)?\]/, /"data": ?\[9(\.0)?, ?16(\.0)?\]/],
  },
};

describe('tasks/deploy-model/v1 (packaged), without an inference config', function () {
  // The first run downloads onnxruntime and Triton.
  this.timeout(300_000);
  let place: Awaited<ReturnType<typeof startTaskPlace>>;
  let cli: CliOnStack;

  before(async () => {
    place = await startTaskPlace('no-code');
    trustAuthority(place.stack.caPem);
    cli = cliOnStack(place.stack, place.folder);
    await writeFile(join(place.folder, 'dc.yml'), 'computeType: managed\ninstanceType: Standard_DS3_v2\n');
  });
  after(() => place.close());

  const good = async (...argv: readonly string[]): Promise<string> => {
    const { status, out, aside } = await cli.run(...argv);
    assert.equal(status, 0, `${argv.join(' ')}: ${aside}`);
    return out;
  };
  const deploy = (name: string, request: string, target = 'dc.yml'): Promise<TaskResult> =>
    runOnStack(place, 'deploy-model', {
      ...{ ...workspaceInputs(place.stack), modelName: name, modelVersion: 'latest', endpointName: name },
      deploymentConfig: join(place.folder, target),
      testRequest: join(place.folder, request),
    });

  for (const [index, [what, kind]] of Object.entries(kinds).entries())
    it(`deploys ${what}, asks it, updates it, and it is taken down`, async () => {
      const name = `numbers-${index}`;
      const request = JSON.stringify(kind.request);
      await writeFile(join(place.folder, `${name}.json`), request);
      for (const [version, model] of [doublingModel(2), squaringModel(2)].entries()) {
        const folder = join(place.folder, `${name}-${version}`);
        await mkdir(join(folder, kind.path, '..'), { recursive: true });
        await writeFile(join(folder, kind.path), model);
        const source = ['-p', folder, '--model-framework', kind.framework];
        await good('model', 'register', '-n', name, ...source);
        const run = await deploy(name, `${name}.json`);
        assert.equal(run.result, 'Succeeded', run.output);
        assert.match(run.output, /answered the test request in \d+ ms/);
        assert.equal(run.outputs['modelVersion'], String(version + 1));
        const answer = await good('service', 'invoke', '-n', name, '-d', request);
        assert.match(answer, kind.answers[version] ?? /^$/);
      }
      assert.match((await deploy(name, `${name}.json`)).output, /Nothing to do/);
      await good('service', 'delete', '-n', name, '--yes');
      assert.equal((await cli.run('service', 'status', '-n', name)).status, 2);
    });

  it('names the targets that serve a model where this one does not', async () => {
    await writeFile(join(place.folder, 'aci.yml'), 'computeType: aci\n');
    assertFails(await deploy('numbers-1', 'numbers-1.json', 'aci.yml'), 'ServerMissing', 'managed');
  });
});
