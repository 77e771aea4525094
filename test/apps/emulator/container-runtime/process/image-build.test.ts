import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unpackContext } from '../../../../../apps/emulator/container-runtime/process/build-context.ts';
import { buildImage } from '../../../../../apps/emulator/container-runtime/process/image-build.ts';
import { archive, imageFiles } from '../../support/container-services.ts';

describe('apps/emulator/container-runtime/process (building an image)', () => {
  let folder = '';
  let built = 0;
  const asked: (readonly [string, readonly string[]])[] = [];
  const environments = {
    baseEnv: {},
    build: (conda: string, requirements: readonly string[]) => {
      asked.push([conda, requirements]);
      return Promise.resolve('/venv');
    },
  };
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'image-build-'));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  async function build(files: Readonly<Record<string, string>>) {
    built += 1;
    const context = join(folder, String(built), 'context');
    await unpackContext(await archive(files), context);
    const root = join(folder, String(built), 'image');
    const signal = new AbortController().signal;
    return buildImage({
      context,
      dockerfile: 'Dockerfile',
      root,
      environments,
      log: () => undefined,
      signal,
    });
  }

  it('lays out what the Dockerfile copies, and hands the conda file to the environment', async () => {
    const image = await build(imageFiles(2, 'def run(): pass', 'name: x\n'));
    const weight = join(image.root, 'var/azureml-app/azureml-models/weight/1/model/weight.json');
    assert.equal(await readFile(weight, 'utf8'), '{"weight":2}');
    assert.deepEqual(asked.at(-1), ['name: x\n', []]);
    assert.deepEqual([image.ports, image.command.at(-1)], [[5001], '/var/runit']);
  });

  it('installs what pip installs', async () => {
    await build({ Dockerfile: 'FROM x\nRUN pip install --no-cache-dir a b==1' });
    assert.deepEqual(asked.at(-1), ['', ['a', 'b==1']]);
  });

  it('fails loudly on what it cannot do', async () => {
    for (const [Dockerfile, words] of [
      ['FROM x\nRUN apt-get update', /runs only 'conda env create' and 'pip install'/],
      ['FROM x\nRUN pip install a && rm -rf b', /runs only/],
      ['FROM x\nCOPY ../secret /x', /leads out of its folder/],
      ['FROM x\nFROM y', /one stage only/],
      ['COPY a b', /no build stage/],
      ['FROM x\nRUNN a', /unknown instruction: RUNN/],
    ] as const)
      await assert.rejects(build({ Dockerfile }), words);
  });

  it('unpacks nothing outside the context', async () => {
    const evil = await archive({ '../evil': 'x' });
    await assert.rejects(unpackContext(evil, join(folder, 'evil', 'context')), /leads out/);
    await writeFile(join(folder, 'proof'), '');
    await assert.rejects(readFile(join(folder, 'evil', 'evil')));
  });
});
