// `npm run bench -- size`: bytes of the package and of each file that a task or program consists of.
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { findTasks } from '../scripts/build/entries.ts';
import { readJsonObject, textAt } from '../scripts/json.ts';
import { stageFolder } from '../scripts/stage.ts';
import type { Measurement } from './measurement.ts';

/** The package that `npm run package` made of what is staged. */
export function packedVsix(root: string): string {
  const manifest = readJsonObject(join(stageFolder(root, 'release'), 'vss-extension.json'));
  const [publisher, id, version] = ['publisher', 'id', 'version'].map((key) => textAt(manifest, key) ?? '');
  return join(root, `dist/${publisher ?? ''}.${id ?? ''}-${version ?? ''}.vsix`);
}

/** `root` must be packed (`npm run package`). */
export function sizes(root: string): readonly Measurement[] {
  const bytes = (name: string, file: string): Measurement => ({
    name: `size/${name}`,
    value: statSync(file).size,
    unit: 'bytes',
  });
  const staged = stageFolder(root, 'release');
  const scripts = findTasks(root).flatMap(({ folder }) =>
    readdirSync(join(staged, folder))
      .filter((file) => file.endsWith('.js'))
      .map((file) => bytes(`${folder}/${file}`, join(staged, folder, file))),
  );
  const programs = readdirSync(join(root, 'dist/apps')).map((file) =>
    bytes(`apps/${file}`, join(root, 'dist/apps', file)),
  );
  return [bytes('vsix', packedVsix(root)), ...scripts, ...programs];
}
