// Modules that a bundle has no use for, although its packages import them.
import type { Plugin } from 'esbuild';

/**
 * CRC64 as WebAssembly: 59 kB packed in each task. @azure/storage-blob computes it only when a call names a
 * `contentChecksumAlgorithm`, which none of ours does: files are verified by their MD5.
 */
const crc64 = /@azure[\\/]storage-common[\\/]dist[\\/]\w+[\\/]crc64\.js$/;

/** Whoever needs it after all is told so by the first call, not by a wrong sum. */
const stub = `export default () => Promise.reject(new Error('CRC64 is left out of this bundle (scripts/build/left-out.ts).'));`;

export const leftOut: Plugin = {
  name: 'left-out',
  setup(build) {
    build.onLoad({ filter: crc64 }, () => ({ contents: stub, loader: 'js' }));
  },
};
