// Ways to break the artifact type of the project's own extension.
import type { Json } from '../../../scripts/json.ts';
import { objectsAt } from '../../../scripts/json.ts';
import type { ExtensionPackage } from '../../../scripts/validate/extension-package.ts';
import { files, ownExtension, valueAt, withValue } from './extension.ts';
import type { Path } from './extension.ts';

export const file = files.artifactType;

export const at = (...path: Path): Path => ['contributions', 0, 'properties', ...path];
export const input = (id: string, ...path: Path): Path => inList('inputDescriptors', 'id', id, path);
export const binding = (target: string, ...path: Path): Path =>
  inList('dataSourceBindings', 'target', target, path);

/** By name, so that a test does not break when something is put before it. */
function inList(list: string, key: string, name: string, path: Path): Path {
  const index = objectsAt(valueAt(ownExtension(), file, at()), list).findIndex((item) => item[key] === name);
  if (index < 0) throw new Error(`The artifact type has no ${key} '${name}'.`);
  return at(list, index, ...path);
}

/** Puts a value at a path of the artifact type's document. */
export const set =
  (path: Path, value: Json | undefined) =>
  (extension: ExtensionPackage): ExtensionPackage =>
    withValue(extension, { file, path }, value);

/** Removes the entry of a list whose `key` is `name`. */
export const without =
  (list: string, key: string, name: string) =>
  (extension: ExtensionPackage): ExtensionPackage => {
    const items = objectsAt(valueAt(extension, file, at()), list).filter((item) => item[key] !== name);
    return withValue(extension, { file, path: at(list) }, items);
  };
