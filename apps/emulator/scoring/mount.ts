// Puts an asset's blobs where the container of a deployment finds them.
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, posix, resolve, sep } from 'node:path';
import type { BlobLocation } from '../azure-ml/assets/asset-path.ts';
import type { BlobEntry } from '../storage/blob-list.ts';

export interface BlobReader {
  list(container: string, prefix: string): Promise<readonly BlobEntry[]>;
  read(container: string, name: string): Promise<Buffer>;
}

export interface MountedFile {
  readonly blob: string;
  /** Relative to the mount. */
  readonly path: string;
}

/**
 * Which blobs make up the asset at `path`, and where each goes: a single blob by its own name, a folder with its last
 * segment in front, a whole container (an empty path) as it is. `model` never takes the blobs of `model2` along.
 */
export function planMount(path: string, blobs: readonly BlobEntry[]): readonly MountedFile[] {
  const parent = posix.dirname(path);
  const cut = parent === '.' ? 0 : parent.length + 1;
  return blobs
    .filter(({ name }) => path === '' || name === path || name.startsWith(`${path}/`))
    .filter(({ name }) => !name.endsWith('/'))
    .map(({ name }) => ({ blob: name, path: name.slice(cut) }));
}

/**
 * Downloads the asset at `location` under `directory` and tells how many files there were.
 *
 * @throws Error when there is no blob, or one whose name leads out of the directory
 */
export async function mount(
  location: BlobLocation,
  directory: string,
  storage: BlobReader,
  log: (text: string) => void,
): Promise<number> {
  const files = planMount(location.path, await storage.list(location.container, location.path));
  if (files.length === 0) throw new Error(`there is no blob at '${location.path}'`);
  const root = resolve(directory);
  for (const { blob, path } of files) {
    const target = resolve(join(root, path));
    if (!target.startsWith(`${root}${sep}`))
      throw new Error(`the blob name '${blob}' leads out of its folder`);
    const content = await storage.read(location.container, blob);
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, content);
    log(`Downloaded ${path} (${content.length} bytes)\n`);
  }
  return files.length;
}
