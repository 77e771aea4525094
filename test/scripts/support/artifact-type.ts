// Ways to break the artifact type of the project's own extension.
import type { Json } from '../../../scripts/json.ts';
import { objectsAt } from '../../../scripts/json.ts';
import type { ExtensionPackage } from '../../../scripts/validate/extension-package.ts';
import { files, valueAt, withValue } from './extension.ts';
import type { Path } from './extension.ts';

export const file = files.artifactType;

export const at = (...path: Path): Path => ['contributions', 0, 'properties', ...path];
export const input = (index: number, ...path: Path): Path => at('inputDescriptors', index, ...path);
export const binding = (index: number, ...path: Path): Path => at('dataSourceBindings', index, ...path);

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
