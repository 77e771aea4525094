// Modules that a bundle has no use for, although its packages import them.
import type { Plugin } from 'esbuild';

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

/** Whoever needs it after all is told so by the first call, not by a wrong sum. */
const stub = `export default () => Promise.reject(new Error('CRC64 is left out of this bundle (scripts/build/left-out.ts).'));`;

/** The Docker client's packages carry two copies of what Node.js has itself since version 10. */
const dockerStreams = /node_modules[\\/](?:docker-modem|tar-fs|tar-stream|bl)[\\/]/;

const dockerStub = `module.exports = function () { throw new Error('This part of the Docker client is left out of this bundle (scripts/build/left-out.ts).'); };`;

export const leftOut: Plugin = {
  name: 'left-out',
  setup(build) {
    build.onLoad({ filter: crc64 }, () => ({ contents: stub, loader: 'js' }));
    build.onResolve({ filter: /^readable-stream$/ }, ({ importer }) =>
      dockerStreams.test(importer) ? { path: 'node:stream', external: true } : undefined,
    );
    build.onLoad({ filter: dockerExtras }, () => ({ contents: dockerStub, loader: 'js' }));
  },
};
