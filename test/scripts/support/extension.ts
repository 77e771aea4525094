// The project's own extension as the validator's rules see it, for tests that break one thing in it.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findTasks } from '../../../scripts/build/entries.ts';
import type { Json } from '../../../scripts/json.ts';
import type { ExtensionPackage, Pixels } from '../../../scripts/validate/extension-package.ts';
import type { Document } from '../../../scripts/validate/json-document.ts';
import { parseJsonDocument } from '../../../scripts/validate/json-document.ts';

export const root = join(import.meta.dirname, '../../..');

export const files = {
  manifest: 'vss-extension.json',
  artifactType: 'artifact-source/artifact-type.contribution.json',
  downloadFragment: 'tasks/download-model/task.contribution.json',
  download: 'tasks/download-model/v1/task.json',
  deploy: 'tasks/deploy-model/v1/task.json',
} as const;

function document(file: string): Document {
  const { document: parsed } = parseJsonDocument(file, readFileSync(join(root, file), 'utf8'));
  if (parsed === undefined) throw new Error(`${file} cannot be parsed.`);
  return parsed;
}

/** The extension from the sources, with the files that staging would add. */
export function ownExtension(): ExtensionPackage {
  const tasks = findTasks(root).map(({ folder }) => ({ ...document(`${folder}/task.json`), folder }));
  const fragments = readdirSync(join(root, 'tasks')).map((name) =>
    document(`tasks/${name}/task.contribution.json`),
  );
  const images = readdirSync(join(root, 'images')).map((name) => `images/${name}`);
  const icons = tasks.map(({ folder }) => `${folder}/icon.png`);
  return {
    manifest: document(files.manifest),
    fragments: [document(files.artifactType), ...fragments],
    tasks,
    files: [
      ...[
        files.manifest,
        files.artifactType,
        'overview.md',
        'LICENSE.txt',
        'ThirdPartyNotices.txt',
        ...images,
        ...icons,
      ],
      ...fragments.map(({ file }) => file),
      ...tasks.flatMap(({ file, folder }) => [file, `${folder}/index.js`, `${folder}/deferred.js`]),
    ],
    images: new Map<string, Pixels>([
      ...images.map((file) => [file, { width: 128, height: 128 }] as const),
      ...icons.map((file) => [file, { width: 32, height: 32 }] as const),
    ]),
  };
}

/** Parts of the path to a value in a document; a number is a place in a list. */
export type Path = readonly (string | number)[];

/** A copy of `value` with `to` at `path`; undefined removes the key. */
function replaced(value: Json, path: Path, to: Json | undefined): Json {
  const [first, ...rest] = path;
  if (first === undefined) return to ?? null;
  if (Array.isArray(value)) {
    const copy = [...(value as readonly Json[])];
    copy[Number(first)] = replaced(copy[Number(first)] ?? null, rest, to);
    return copy;
  }
  const copy = { ...(value as Readonly<Record<string, Json>>) };
  if (rest.length > 0) copy[first] = replaced(copy[first] ?? {}, rest, to);
  else if (to === undefined) return Object.fromEntries(Object.entries(copy).filter(([key]) => key !== first));
  else copy[first] = to;
  return copy;
}

/** The value at `path` of one of the extension's documents. */
export function valueAt(extension: ExtensionPackage, file: string, path: Path): Json | undefined {
  const found = [extension.manifest, ...extension.fragments, ...extension.tasks].find(
    (one) => one.file === file,
  );
  if (found === undefined) throw new Error(`The extension has no '${file}'.`);
  let value: Json | undefined = found.value;
  for (const part of path)
    value = (value as Readonly<Record<string | number, Json | undefined>> | undefined)?.[part];
  return value;
}

/** The extension with one value of one document replaced, or removed. */
export function withValue(
  extension: ExtensionPackage,
  at: { file: string; path: Path },
  to: Json | undefined,
): ExtensionPackage {
  valueAt(extension, at.file, []);
  const change = <D extends Document>(one: D): D =>
    one.file === at.file ? { ...one, value: replaced(one.value, at.path, to) as D['value'] } : one;
  return {
    ...extension,
    manifest: change(extension.manifest),
    fragments: extension.fragments.map(change),
    tasks: extension.tasks.map(change),
  };
}

/** The extension without one file. */
export const withoutFile = (extension: ExtensionPackage, file: string): ExtensionPackage => ({
  ...extension,
  files: extension.files.filter((one) => one !== file),
  images: new Map([...extension.images].filter(([one]) => one !== file)),
  tasks: extension.tasks.filter((task) => task.file !== file),
});

export const pointerOf = (path: Path): string => path.map((part) => `/${part}`).join('');
