// A source folder on disk: its files with their content hashes, without what does not belong into an upload.
import { createHash } from 'node:crypto';
import { open, readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { LocalSourceFile } from '../../ports/project-files.ts';
import { type IsIgnored, readIgnoreFile } from './ignore-file.ts';

// Never part of a scoring script, often large, sometimes secret.
const leftOut = new Set(['.git', '.svn', '__pycache__', '.ipynb_checkpoints', 'node_modules', '.venv']);

/**
 * Read at once, in bytes, and for every file into the same memory. Smaller blocks than 64 KiB are slower by half, larger
 * ones than this are no faster.
 */
const blockSize = 256 * 1024;

/** Every regular file below `root`, in the order of their paths; a file is a tree of itself. @throws what the file system throws */
export async function readSourceTree(root: string): Promise<readonly LocalSourceFile[]> {
  const block = Buffer.allocUnsafe(blockSize);
  if ((await stat(root)).isFile())
    return [{ path: basename(root), absolutePath: root, isRoot: true, ...(await hashFile(root, block)) }];
  const paths: string[] = [];
  await collect(root, '', await readIgnoreFile(root), paths);
  const files: LocalSourceFile[] = [];
  for (const path of paths.toSorted()) {
    const absolutePath = join(root, path);
    files.push({ path, absolutePath, ...(await hashFile(absolutePath, block)) });
  }
  return files;
}

async function collect(root: string, below: string, isIgnored: IsIgnored, paths: string[]): Promise<void> {
  for (const entry of await readdir(join(root, below), { withFileTypes: true })) {
    if (leftOut.has(entry.name)) continue;
    const path = below === '' ? entry.name : `${below}/${entry.name}`;
    if (isIgnored(entry.isDirectory() ? `${path}/` : path)) continue;
    if (entry.isDirectory()) await collect(root, path, isIgnored, paths);
    // Symbolic links are not followed: they could reach outside the folder.
    else if (entry.isFile()) paths.push(path);
  }
}

async function hashFile(path: string, block: Buffer): Promise<{ size: number; sha256: string }> {
  const file = await open(path);
  try {
    const hash = createHash('sha256');
    let size = 0;
    for (;;) {
      const { bytesRead } = await file.read(block, 0, blockSize, null);
      if (bytesRead === 0) return { size, sha256: hash.digest('hex') };
      hash.update(block.subarray(0, bytesRead));
      size += bytesRead;
    }
  } finally {
    await file.close();
  }
}
