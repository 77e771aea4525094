// Finds packages that a program would carry twice. Two copies cost start-up time, and where a package keeps state in its
// modules (task-lib's vault of secrets) they are a fault.
import type { Metafile } from 'esbuild';
import { packageName, packagesOf } from './bundled-packages.ts';

export interface Duplicate {
  readonly package: string;
  /** The folders the copies came from. */
  readonly folders: readonly string[];
}

/** Packages whose modules hold state: one program must never have two. task-lib keeps the secrets it took from the environment. */
const stateful = ['azure-pipelines-task-lib'];

const byName = (folders: readonly string[]): ReadonlyMap<string, readonly string[]> => {
  const copies = new Map<string, string[]>();
  for (const folder of folders) {
    const name = packageName(folder);
    copies.set(name, [...(copies.get(name) ?? []), folder]);
  }
  return copies;
};

/**
 * Packages that one program carries twice. Within a file that is a package from two folders. Between the two files of a task it
 * is two versions of a package, or a second copy of one that holds state; the same version of a stateless package may be in
 * both (semver, which task-lib needs before the first line and jsonwebtoken after it), as sharing it would tie the files together.
 *
 * @param files esbuild's metafile of each file of the program
 */
export function findDuplicates(files: readonly Metafile[]): readonly Duplicate[] {
  const perFile = files.map(packagesOf);
  const distinct = byName([...new Set(perFile.flat())]);
  const copies = byName(perFile.flat());
  return [...copies].flatMap(([name, folders]) => {
    const versions = distinct.get(name) ?? [];
    if (versions.length > 1) return [{ package: name, folders: versions }];
    return folders.length > 1 && stateful.includes(name) ? [{ package: name, folders }] : [];
  });
}
