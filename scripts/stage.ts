// Lays out the extension as it will be packed: manifest, fragments, images, pages, and of each task only what an agent needs.
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import type { Metafile } from 'esbuild';
import { buildFolders } from './build.ts';
import { findTasks } from './build/entries.ts';
import type { JsonObject } from './json.ts';
import { printJson, readJsonObject, textAt } from './json.ts';
import { devFragment, devManifest, devTask } from './stage/dev-variant.ts';
import { noticesOf, noticesPage } from './stage/notices.ts';
import { parseVersion, stampManifest, stampTask } from './version.ts';

export type Variant = 'release' | 'dev';

/** Where a variant is laid out. */
export const stageFolder = (root: string, variant: Variant): string =>
  join(root, variant === 'dev' ? 'dist/stage-dev' : 'dist/stage');

/**
 * Stages the extension from the sources and from dist/build (`npm run build` first).
 *
 * @returns the folder, which holds the new files and nothing else
 */
export function stage(root: string, variant: Variant): string {
  const target = stageFolder(root, variant);
  const version = parseVersion(textAt(readJsonObject(join(root, 'package.json')), 'version') ?? '');
  const as = <T>(change: (value: T) => T) => (variant === 'dev' ? change : (value: T) => value);
  const copy = (from: string, to: string) => {
    mkdirSync(dirname(join(target, to)), { recursive: true });
    copyFileSync(from, join(target, to));
  };
  const write = (to: string, document: JsonObject) => {
    mkdirSync(dirname(join(target, to)), { recursive: true });
    writeFileSync(join(target, to), printJson(document));
  };

  rmSync(target, { recursive: true, force: true });
  const manifest = readJsonObject(join(root, 'vss-extension.json'));
  write('vss-extension.json', as(devManifest)(stampManifest(manifest, version)));
  for (const fragment of fragments(root)) {
    write(fragment, as(devFragment)(readJsonObject(join(root, fragment))));
  }
  for (const image of readdirSync(join(root, 'images'))) copy(join(root, 'images', image), `images/${image}`);
  copy(join(root, 'overview.md'), 'overview.md');
  // With an ending: tfx takes the content type from it, and asks the machine's `file` command otherwise.
  copy(join(root, 'LICENSE'), 'LICENSE.txt');
  const { outDir, metaDir } = buildFolders(root);
  const metafiles = readdirSync(metaDir)
    .filter((file) => file.startsWith('tasks.'))
    .map((file) => JSON.parse(readFileSync(join(metaDir, file), 'utf8')) as Metafile);
  writeFileSync(join(target, 'ThirdPartyNotices.txt'), noticesPage(noticesOf(root, metafiles)));
  for (const { folder } of findTasks(root)) {
    write(
      `${folder}/task.json`,
      as(devTask)(stampTask(readJsonObject(join(root, folder, 'task.json')), version)),
    );
    copy(join(root, folder, 'icon.png'), `${folder}/icon.png`);
    const built = join(outDir, folder);
    for (const file of readdirSync(built)) copy(join(built, file), `${folder}/${file}`);
  }
  return target;
}

/** The manifest's fragments: one of the artifact type, one of each task. */
function fragments(root: string): readonly string[] {
  const folders = ['artifact-source', ...readdirSync(join(root, 'tasks')).map((name) => `tasks/${name}`)];
  return folders.flatMap((folder) =>
    existsSync(join(root, folder))
      ? readdirSync(join(root, folder))
          .filter((file) => file.endsWith('.contribution.json'))
          .map((file) => `${folder}/${file}`)
      : [],
  );
}
