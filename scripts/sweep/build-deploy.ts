// Bundles one run of the deploy flow: a process starts many times in a sweep, and compiling it each time took longer than running.
import { join } from 'node:path';
import { build } from 'esbuild';
import { bundleOptions } from '../build/options.ts';

/** @returns the program's file */
export async function buildDeploy(root: string): Promise<string> {
  // Below the repository: what the bundle leaves out is found from there.
  const outfile = join(root, 'dist/sweep/deploy-once.cjs');
  await build({
    ...bundleOptions,
    absWorkingDir: root,
    entryPoints: [join(root, 'scripts/sweep/deploy-once.ts')],
    outfile,
    packages: 'external',
  });
  return outfile;
}
