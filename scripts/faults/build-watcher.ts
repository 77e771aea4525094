// Bundles the watcher as it is, but for its clock.
import { join } from 'node:path';
import { build } from 'esbuild';
import { bundleOptions } from '../build/options.ts';

/** @returns the program's file */
export async function buildWatcher(root: string): Promise<string> {
  // Below the repository: the native package of the store is found from there.
  const outfile = join(root, 'dist/faults/watcher.cjs');
  await build({
    ...bundleOptions,
    absWorkingDir: root,
    entryPoints: [join(root, 'apps/watcher/main.ts')],
    outfile,
    external: ['libsql'],
    plugins: [
      {
        name: 'shifted-clock',
        setup(plugin) {
          plugin.onResolve({ filter: /adapters\/local\/clock\.ts$/ }, () => ({
            path: join(root, 'scripts/faults/shifted-clock.ts'),
          }));
        },
      },
    ],
  });
  return outfile;
}
