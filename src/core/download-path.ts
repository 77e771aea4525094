// Which path below the target folder a stored file may get. Names in storage are chosen by whoever can write there.

export type PathDecision =
  { readonly allowed: true; readonly path: string } | { readonly allowed: false; readonly reason: string };

/**
 * Decides where `relative` (with '/') lands below `root`.
 * Refuses every name that leaves the folder, or that would land somewhere else on another operating system.
 */
export function containedPath(root: string, relative: string): PathDecision {
  const refused = (reason: string): PathDecision => ({ allowed: false, reason });
  if (relative === '') return refused('it is empty');
  if (hasControlCharacter(relative)) return refused('it holds a control character');
  if (/^[/\\]/.test(relative)) return refused('it is absolute');
  if (/^[a-z]:/i.test(relative)) return refused('it names a drive');
  for (const segment of relative.split(/[/\\]/)) {
    if (segment === '..') return refused('it climbs out of its folder');
    if (segment === '' || segment === '.') return refused('it has an empty part');
  }
  // On Windows a backslash is a separator, elsewhere a letter: the same model would get two layouts.
  if (relative.includes('\\')) return refused('it holds a backslash');
  return { allowed: true, path: root === '' ? relative : `${root.replace(/[/\\]+$/, '')}/${relative}` };
}

function hasControlCharacter(text: string): boolean {
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code < 0x20 || code === 0x7f) return true;
  }
  return false;
}

/**
 * The part of a blob's name below the model's own path, with the last part of that path in front, as the service lays a
 * model out for scoring: `a/model` makes `model/MLmodel` of `a/model/MLmodel`.
 *
 * @param path without slashes at its ends; empty for a whole container
 * @returns absent if the blob does not belong to the model (`a/model2` does not belong to `a/model`)
 */
export function pathInModel(path: string, blobName: string): string | undefined {
  if (path === '') return blobName;
  const base = path.slice(path.lastIndexOf('/') + 1);
  if (blobName === path) return base;
  return blobName.startsWith(`${path}/`) ? `${base}${blobName.slice(path.length)}` : undefined;
}
