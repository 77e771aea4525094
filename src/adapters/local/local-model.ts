// A model on disk: its files with their hashes, links followed as long as they stay inside.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import { basename, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { fail } from '../../core/errors/catalogue.ts';
import { isExtensionError } from '../../core/errors/extension-error.ts';
import type { LocalModelFile, ReadLocalModel } from '../../ports/local-model.ts';
import { type IsIgnored, readIgnoreFile } from './ignore-file.ts';

const what = 'model';

export const readLocalModel: ReadLocalModel = async (path) => {
  try {
    const root = await realpath(path);
    const entry = await stat(root);
    const name = basename(resolve(path));
    if (entry.isFile()) return { name, isFolder: false, files: [await readFile(name, root)] };
    if (!entry.isDirectory())
      throw fail('FileUnreadable', { what, path, reason: 'it is neither a file nor a folder' });
    const paths = await collect({ root, isIgnored: await readIgnoreFile(root), above: [root] }, '');
    if (paths.length === 0) throw fail('FileUnreadable', { what, path, reason: 'the folder holds no file' });
    const files: LocalModelFile[] = [];
    for (const below of paths.toSorted()) files.push(await readFile(below, join(root, below)));
    return { name, isFolder: true, files };
  } catch (error) {
    if (isExtensionError(error)) throw error;
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT')
      throw fail('FileNotFound', { what, path }, error);
    const reason = error instanceof Error ? error.message : String(error);
    throw fail('FileUnreadable', { what, path, reason }, error);
  }
};

interface Walk {
  readonly root: string;
  readonly isIgnored: IsIgnored;
  /** The folders on the way here: one of them again is a circle of links. */
  readonly above: readonly string[];
}

async function collect(walk: Walk, below: string): Promise<string[]> {
  const { root, isIgnored, above } = walk;
  const found: string[] = [];
  for (const { name } of await readdir(join(root, below), { withFileTypes: true })) {
    const path = below === '' ? name : `${below}/${name}`;
    const place = await realpath(join(root, path));
    const way = relative(root, place);
    if (way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way))
      throw fail('PathOutsideSource', { path, root });
    const entry = await stat(place);
    if (isIgnored(entry.isDirectory() ? `${path}/` : path)) continue;
    if (entry.isFile()) found.push(path);
    else if (entry.isDirectory()) {
      if (above.includes(place))
        throw fail('FileUnreadable', { what, path: join(root, path), reason: 'its links run in a circle' });
      found.push(...(await collect({ ...walk, above: [...above, place] }, path)));
    }
  }
  return found;
}

/** Both hashes in one reading: the SHA-256 names the content, the MD5 is what storage compares. */
async function readFile(path: string, absolutePath: string): Promise<LocalModelFile> {
  const [sha256, md5] = [createHash('sha256'), createHash('md5')];
  let size = 0;
  for await (const block of createReadStream(absolutePath, { highWaterMark: 1024 * 1024 })) {
    const bytes = block as Buffer;
    size += bytes.length;
    sha256.update(bytes);
    md5.update(bytes);
  }
  return { path, absolutePath, size, sha256: sha256.digest('hex'), md5: md5.digest('base64') };
}
