// The version: package.json is its one source, and staging writes it into the manifest and into every task.
import type { JsonObject } from './json.ts';
import { isObject } from './json.ts';

export interface Version {
  readonly major: number;
  readonly minor: number;
  readonly patch: number;
}

/** @throws Error for anything but three plain numbers: the marketplace has no pre-releases */
export function parseVersion(text: string): Version {
  const match = /^(\d+)\.(\d+)\.(\d+)$/.exec(text);
  if (match === null) {
    throw new Error(
      `The version '${text}' in package.json is not of the form 1.2.3, the only one the marketplace takes.`,
    );
  }
  return { major: Number(match[1]), minor: Number(match[2]), patch: Number(match[3]) };
}

/** The manifest with the version of package.json. */
export function stampManifest(manifest: JsonObject, version: Version): JsonObject {
  return { ...manifest, version: `${version.major}.${version.minor}.${version.patch}` };
}

/**
 * The task.json with Minor and Patch of package.json. Major is a promise to the pipelines that name it (`@1`), so it changes only
 * with a new folder `v<Major>`, never by stamping.
 */
export function stampTask(task: JsonObject, version: Version): JsonObject {
  const own = isObject(task['version']) ? task['version'] : {};
  return { ...task, version: { ...own, Minor: version.minor, Patch: version.patch } };
}
