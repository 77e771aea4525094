// One Docker Engine for all tests of a run that ask for it: started by the first, stopped after the last.
import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Docker from 'dockerode';
import type { Context } from 'mocha';
import { importBaseImage } from '../../scripts/docker/base-image.ts';
import { missingForEngine, startEngine, type Engine } from '../../scripts/docker/engine.ts';
import { skip } from './skip.ts';

/** The one package that serving needs; images of the tests install it. */
export const serverPackage = 'azureml-inference-server-http==1.5.1';

interface Shared {
  readonly folder: string;
  readonly engine: Engine;
}

let shared: Promise<Shared> | undefined;
let withBase: Promise<void> | undefined;

async function start(): Promise<Shared> {
  const folder = mkdtempSync(join(tmpdir(), 'aml-docker-'));
  return { folder, engine: await startEngine(join(folder, 'engine')) };
}

/** The engine; a machine that can not run one skips the test (and with CI=true, fails). */
export async function dockerEngine(test: Context): Promise<Engine> {
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

after('stops the Docker Engine', async function () {
  this.timeout(40_000);
  if (shared === undefined) return;
  const { folder, engine } = await shared;
  await engine.stop();
  await rm(folder, { recursive: true, force: true });
});
