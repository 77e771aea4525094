// One Docker Engine for all tests of a run that ask for it: started by the first, stopped after the last.
import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Docker from 'dockerode';
import type { Context } from 'mocha';
import { baseImage, importBaseImage } from '../../scripts/docker/base-image.ts';
import { missingForEngine, startEngine, type Engine } from '../../scripts/docker/engine.ts';
import { importNginxImage, missingForNginx, nginxImage } from '../../scripts/docker/nginx-image.ts';
import { skip } from './skip.ts';

/** The one package that serving needs; images of the tests install it. */
const serverPackage = 'azureml-inference-server-http==1.5.1';

interface Shared {
  readonly folder: string;
  readonly engine: Engine;
}

let shared: Promise<Shared> | undefined;
let withBase: Promise<void> | undefined;
let withOfficial: Promise<void> | undefined;

async function start(): Promise<Shared> {
  const folder = mkdtempSync(join(tmpdir(), 'aml-docker-'));
  return { folder, engine: await startEngine(join(folder, 'engine')) };
}

/** The engine; a machine that can not run one skips the test (and with CI=true, fails). */
async function dockerEngine(test: Context): Promise<Engine> {
  const missing = missingForEngine();
  if (missing !== undefined) skip(test, missing);
  shared ??= start();
  return (await shared).engine;
}

/** The same, with the base image that generated Dockerfiles stand on. */
export async function dockerEngineWithBase(test: Context): Promise<Engine> {
  const engine = await dockerEngine(test);
  const { folder } = await (shared ?? start());
  withBase ??= importBaseImage(new Docker({ socketPath: engine.socketPath }), {
    folder: join(folder, 'base'),
    cacheDir: '.cache/docker',
    requirements: [serverPackage],
  });
  await withBase;
  return engine;
}

/** What deployments name when their files name no image, and what stands in for each here. */
const official = {
  'mcr.microsoft.com/azureml/openmpi4.1.0-ubuntu22.04:latest': baseImage,
  'mcr.microsoft.com/azurelinux/base/nginx:1.25': nginxImage,
} as const;

/** The same, with nginx besides, under the names of the official images: files that name none find them on the engine. */
export async function dockerEngineWithOfficialImages(test: Context): Promise<Engine> {
  const missing = missingForNginx();
  if (missing !== undefined) skip(test, missing);
  const engine = await dockerEngineWithBase(test);
  const { folder } = await (shared ?? start());
  const docker = new Docker({ socketPath: engine.socketPath });
  const prepare = async () => {
    await importNginxImage(docker, join(folder, 'nginx'));
    for (const [name, image] of Object.entries(official)) {
      const colon = name.lastIndexOf(':');
      await docker.getImage(image).tag({ repo: name.slice(0, colon), tag: name.slice(colon + 1) });
    }
  };
  withOfficial ??= prepare();
  await withOfficial;
  return engine;
}

after('stops the Docker Engine', async function () {
  this.timeout(40_000);
  if (shared === undefined) return;
  const { folder, engine } = await shared;
  await engine.stop();
  await rm(folder, { recursive: true, force: true });
});
