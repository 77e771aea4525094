// `npm run build`: bundles every task and program into dist/build, and fails when one carries a package twice.
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { findDuplicates } from './build/duplicates.ts';
import { apps, findTasks } from './build/entries.ts';
import { bundleApp, bundleTask } from './build/task-bundle.ts';
import type { Bundle } from './build/task-bundle.ts';
import { findWaste } from './build/waste.ts';

/** What is wrong with one program: packages it carries twice, and code it carries in vain. */
function complaintsAbout(files: readonly Bundle[]): readonly string[] {
  const twice = findDuplicates(files.map((file) => file.metafile)).map(
    (duplicate) =>
      `${files.map((file) => file.path).join(' + ')} carries ${duplicate.package} twice: ${duplicate.folders.join(', ')}. ` +
      'Bring the copies to one version ("overrides" in package.json).',
  );
  return [
    ...twice,
    ...files.flatMap((file) => findWaste(file.metafile).map((waste) => `${file.path} ${waste}`)),
  ];
}

/** The folders of the build, below the repository root. */
export const buildFolders = (root: string) => ({
  root,
  outDir: join(root, 'dist/build'),
  metaDir: join(root, 'dist/meta'),
});

/**
 * Bundles everything. Watcher and other programs land in dist/apps.
 *
 * @throws Error naming every package that a program would carry twice, and every one it carries in vain
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
  const complaints = programs.flatMap(complaintsAbout);
  if (complaints.length > 0) throw new Error(complaints.join('\n'));
  // Below the repository, whose package.json would make every .js file an ES module. In the package there is none above a task.
  writeFileSync(join(root, 'dist/package.json'), '{ "type": "commonjs" }\n');
  return programs.flat();
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const bundles = await buildAll(join(import.meta.dirname, '..'));
  for (const bundle of bundles)
    console.log(`${(bundle.bytes / 1000).toFixed(1).padStart(8)} kB  ${bundle.path}`);
}
