// Modules that a bundle has no use for, although its packages import them.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Plugin, PluginBuild } from 'esbuild';

/**
 * CRC64 as WebAssembly: 59 kB packed in each task. @azure/storage-blob computes it only when a call names a
 * `contentChecksumAlgorithm`, which none of ours does: files are verified by their MD5.
 */
const crc64 = /@azure[\\/]storage-common[\\/]dist[\\/]\w+[\\/]crc64\.js$/;

/**
 * What dockerode brings along for a Docker Engine behind SSH (ssh2, with a native module), for builds by BuildKit's sessions
 * (gRPC and Protocol Buffers: 480 kB packed) and for swarms. Ours talks to one engine's socket about images and containers.
 */
const dockerExtras =
  /(?:docker-modem[\\/]lib[\\/]ssh|dockerode[\\/]lib[\\/](?:session|buildkit|plugin|secret|config|service|node|task|network|volume|exec))\.js$/;

/** It filters build contexts with this; we hand it a packed one. */
const dockerPacking = /node_modules[\\/]@balena[\\/]dockerignore[\\/][^\\/]+\.js$/;

/** Whoever needs it after all is told so by the first call, not by a wrong sum. */
const stub = `export default () => Promise.reject(new Error('CRC64 is left out of this bundle (scripts/build/left-out.ts).'));`;

/** The Docker client carries a copy of what Node.js has itself since version 10. */
const dockerStreams = /node_modules[\\/]docker-modem[\\/]/;

const dockerStub = `module.exports = function () { throw new Error('This part of the Docker client is left out of this bundle (scripts/build/left-out.ts).'); };`;

/**
 * The management packages come as one file of CommonJS that holds every operation, and as modules. Of the modules only the
 * operations that adapters call are kept: of @azure/arm-machinelearning that saves 140 kB in each task.
 */
const management = new Map([
  ['@azure/arm-machinelearning', new Set(['modelVersions', 'modelContainers'])],
  ['@azure/arm-containerinstance', new Set(['containerGroups', 'containers'])],
]);
const managementPackage = new RegExp(`^(?:${[...management.keys()].join('|')})$`);
const managementOperation = /(@azure[\\/]arm-[a-z]+)[\\/]dist-esm[\\/]src[\\/]operations[\\/](\w+)\.js$/;

/** The same classes, without a single operation. */
const withoutOperations = (source: string): string =>
  [...source.matchAll(/^export class (\w+)/gm)].map(([, name = '']) => `export class ${name} {}\n`).join('');

function leaveOperationsOut(build: PluginBuild): void {
  build.onResolve({ filter: managementPackage }, ({ path, resolveDir }) => ({
    path: createRequire(join(resolveDir, 'any.js')).resolve(`${path}/dist-esm/src/index.js`),
    sideEffects: false,
  }));
  build.onLoad({ filter: managementOperation }, async ({ path }) => {
    const [, from = '', operation = ''] = managementOperation.exec(path) ?? [];
    const kept = management.get(from.replace('\\', '/'));
    if (kept === undefined || operation === 'index' || kept.has(operation)) return undefined;
    return { contents: withoutOperations(await readFile(path, 'utf8')), loader: 'js' };
  });
}

export const leftOut: Plugin = {
  name: 'left-out',
  setup(build) {
    leaveOperationsOut(build);
    build.onLoad({ filter: crc64 }, () => ({ contents: stub, loader: 'js' }));
    build.onResolve({ filter: /^readable-stream$/ }, ({ importer }) =>
      dockerStreams.test(importer) ? { path: 'node:stream', external: true } : undefined,
    );
    for (const filter of [dockerExtras, dockerPacking])
      build.onLoad({ filter }, () => ({ contents: dockerStub, loader: 'js' }));
  },
};
