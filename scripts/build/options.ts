// What every bundle has in common.
import type { BuildOptions } from 'esbuild';

/**
 * Options shared by all bundles: one minified CommonJS file that the oldest declared handler (Node20_1) can run.
 *
 * @azure/storage-common calls `createRequire(import.meta.url)`, and a CommonJS bundle has no `import.meta`: esbuild would
 * leave `undefined` there, the build would be green, and the task would die at run time.
 */
export const bundleOptions = {
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  minify: true,
  legalComments: 'none',
  charset: 'ascii',
  logLevel: 'silent',
  define: { 'import.meta.url': '__importMetaUrl' },
  banner: {
    js: "const __importMetaUrl=require('node:url').pathToFileURL(__filename).href;",
  },
} as const satisfies BuildOptions;
