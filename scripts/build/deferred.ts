// Splits a task in two files: what it needs for its first log line, and the rest. V8 scans a whole file before it runs the
// file's first line (about 25 ms for each megabyte), so code that is imported "lazily" within one file is not free.
import { relative, sep } from 'node:path';
import type { BuildOptions, Plugin } from 'esbuild';

/** Name of the second file, beside index.js. */
export const deferredFile = 'deferred.js';

const namespace = 'deferred';

// Node 24 keeps the compiled form of deferred.js (second run: about 30 ms less); Node 20 has no such function. The cache lies in
// the task's own folder: whoever may write there could change the task itself, so it opens no new door, as a directory shared
// through /tmp would. Where the folder is read-only (container jobs) Node does without, silently.
const enableCompileCache =
  "require('node:module').enableCompileCache?.(require('node:path').join(__dirname, '.compile-cache'));";

export interface DeferredModules {
  /** For the bundle of index.js: each dynamic import of our own code becomes a look-up in the second file. */
  readonly plugin: Plugin;
  /** The dynamic imports that were met: key in the second file -> module. Complete once index.js is built. */
  readonly modules: ReadonlyMap<string, string>;
}

/** Collects the dynamic imports that our own code makes; those inside packages stay as they are. */
export function deferredModules(root: string): DeferredModules {
  const modules = new Map<string, string>();
  const plugin: Plugin = {
    name: namespace,
    setup(build) {
      build.onResolve({ filter: /.*/, namespace: 'file' }, async (args) => {
        if (args.kind !== 'dynamic-import' || args.importer.includes('/node_modules/')) return undefined;
        // As if it were imported statically, so that this hook is not met again.
        const found = await build.resolve(args.path, {
          kind: 'import-statement',
          resolveDir: args.resolveDir,
          importer: args.importer,
        });
        if (found.errors.length > 0 || found.external) return found;
        // Relative, so that the same sources give the same bytes on every machine.
        const key = relative(root, found.path).split(sep).join('/');
        modules.set(key, found.path);
        return { path: key, namespace };
      });
      build.onResolve({ filter: /.*/, namespace }, (args) => ({ path: args.path, external: true }));
      build.onLoad({ filter: /.*/, namespace }, (args) => ({
        contents: `${enableCompileCache}\nmodule.exports = require('./${deferredFile}')[${JSON.stringify(args.path)}];`,
        loader: 'js',
      }));
    },
  };
  return { plugin, modules };
}

/** The second file's source: each module by key, evaluated when it is first asked for, and only then. */
export function deferredSource(
  modules: ReadonlyMap<string, string>,
  root: string,
): NonNullable<BuildOptions['stdin']> {
  const getters = [...modules]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, path]) => `get ${JSON.stringify(key)}() { return require(${JSON.stringify(path)}); },`);
  return { contents: `module.exports = {\n${getters.join('\n')}\n};`, resolveDir: root, loader: 'js' };
}
