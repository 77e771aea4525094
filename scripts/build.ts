// `npm run build`: bundles every task and program into dist/build, and fails when one carries a package twice.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { findDuplicates } from './build/duplicates.ts';
import { apps, findTasks } from './build/entries.ts';
import { bundleApp, bundleTask } from './build/task-bundle.ts';
import type { Bundle } from './build/task-bundle.ts';

/** The folders of the build, below the repository root. */
export const buildFolders = (root: string) => ({
  root,
  outDir: join(root, 'dist/build'),
  metaDir: join(root, 'dist/meta'),
});

/**
 * Bundles everything. Watcher and other programs land in dist/apps.
 *
 * @throws Error naming every package that a program would carry twice
 */
export async function buildAll(root: string): Promise<readonly Bundle[]> {
  const places = buildFolders(root);
  const tasks = findTasks(root);
  if (tasks.length === 0) throw new Error(`There is no task to build in ${join(root, 'tasks')}.`);
  for (const folder of [places.outDir, places.metaDir]) rmSync(folder, { recursive: true, force: true });
  const programs = [
    ...(await Promise.all(tasks.map((task) => bundleTask(task, places)))),
    ...(await Promise.all(
      apps.map(async (app) => [await bundleApp(app, { ...places, outDir: join(root, 'dist') })]),
    )),
  ];
  const complaints = programs.flatMap((files) =>
    findDuplicates(files.map((file) => file.metafile)).map(
      (duplicate) =>
        `${files.map((file) => file.path).join(' + ')} carries ${duplicate.package} twice: ${duplicate.folders.join(', ')}.`,
    ),
  );
  if (complaints.length > 0) {
    throw new Error(
      `${complaints.join('\n')}\nBring the copies to one version ("overrides" in package.json), or import the package in one of the two files only.`,
    );
  }
  return programs.flat();
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const bundles = await buildAll(join(import.meta.dirname, '..'));
  for (const bundle of bundles)
    console.log(`${(bundle.bytes / 1000).toFixed(1).padStart(8)} kB  ${bundle.path}`);
}
