// Bundles one task version: index.js, and deferred.js when the task imports anything dynamically.
import { writeFileSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';
import type { BuildOptions, Metafile } from 'esbuild';
import { deferredFile, deferredModules, deferredSource } from './deferred.ts';
import type { TaskEntry } from './entries.ts';
import { leftOut } from './left-out.ts';
import { bundleOptions } from './options.ts';

/** One file that the build made. */
export interface Bundle {
  /** Path below the build's root, e.g. `tasks/download-model/v1/index.js`. */
  readonly path: string;
  readonly bytes: number;
  readonly metafile: Metafile;
}

/** Bundles the task into `outDir/<task folder>/`, and keeps esbuild's metafiles in `metaDir`. */
export async function bundleTask(
  task: TaskEntry,
  places: { root: string; outDir: string; metaDir: string },
): Promise<readonly Bundle[]> {
  const deferred = deferredModules(places.root);
  const first = await write(`${task.folder}/index.js`, places, {
    entryPoints: [task.entryPoint],
    plugins: [deferred.plugin],
    // `import()` becomes `require()`: the ESM loader would cost another 10 ms.
    supported: { 'dynamic-import': false },
  });
  if (deferred.modules.size === 0) return [first];
  const second = await write(`${task.folder}/${deferredFile}`, places, {
    stdin: deferredSource(deferred.modules, places.root),
  });
  return [first, second];
}

/** Bundles a program that is no task into one file; native packages stay outside. */
export async function bundleApp(
  app: { name: string; entryPoint: string },
  places: { root: string; outDir: string; metaDir: string },
): Promise<Bundle> {
  return write(`apps/${app.name}.cjs`, places, {
    entryPoints: [join(places.root, app.entryPoint)],
    external: ['libsql'],
  });
}

async function write(
  path: string,
  places: { root: string; outDir: string; metaDir: string },
  options: BuildOptions,
): Promise<Bundle> {
  const outfile = join(places.outDir, path);
  const result = await build({
    ...bundleOptions,
    ...options,
    plugins: [leftOut, ...(options.plugins ?? [])],
    metafile: true,
    absWorkingDir: places.root,
    outfile,
  });
  const metaFile = join(places.metaDir, `${path.replaceAll('/', '.')}.json`);
  mkdirSync(dirname(metaFile), { recursive: true });
  writeFileSync(metaFile, JSON.stringify(result.metafile, undefined, 1));
  const bytes = Object.values(result.metafile.outputs).reduce((sum, output) => sum + output.bytes, 0);
  return { path, bytes, metafile: result.metafile };
}
