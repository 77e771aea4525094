// The pipeline's working folder on this machine's disk.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { lstat, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fail } from '../../core/errors/catalogue.ts';
import type { LocalSourceFile, ProjectFiles } from '../../ports/project-files.ts';

// Never part of a scoring script, often large, sometimes secret.
const leftOut = new Set(['.git', '.svn', '__pycache__', '.ipynb_checkpoints', 'node_modules', '.venv']);

/** More than any configuration or script; a model file given by mistake is refused instead of read. */
const maxTextBytes = 8 * 1024 * 1024;

function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'EISDIR') return 'it is a folder';
  if (code === 'EACCES') return 'access is denied';
  return error instanceof Error ? error.message : String(error);
}

const isMissing = (error: unknown) => error instanceof Error && 'code' in error && error.code === 'ENOENT';

async function sha256OfFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}

async function collect(root: string, below: string, found: LocalSourceFile[]): Promise<void> {
  for (const entry of await readdir(join(root, below), { withFileTypes: true })) {
    if (leftOut.has(entry.name)) continue;
    const path = below === '' ? entry.name : `${below}/${entry.name}`;
    const absolutePath = join(root, path);
    if (entry.isDirectory()) await collect(root, path, found);
    // Symbolic links are not followed: they could reach outside the folder.
    else if (entry.isFile())
      found.push({
        path,
        absolutePath,
        size: (await lstat(absolutePath)).size,
        sha256: await sha256OfFile(absolutePath),
      });
  }
}

export function createProjectFiles(): ProjectFiles {
  return {
    async readText(path, what) {
      try {
        const bytes = await readFile(path);
        if (bytes.length > maxTextBytes)
          throw fail('FileUnreadable', { what, path, reason: 'it is larger than 8 MiB' });
        return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
      } catch (error) {
        if (isMissing(error)) throw fail('FileNotFound', { what, path }, error);
        if (error instanceof TypeError)
          throw fail('FileUnreadable', { what, path, reason: 'it is not UTF-8' }, error);
        if (error instanceof Error && 'code' in error && 'syscall' in error)
          throw fail('FileUnreadable', { what, path, reason: reasonOf(error) }, error);
        throw error;
      }
    },

    async listTree(root) {
      const what = 'source directory';
      try {
        const found: LocalSourceFile[] = [];
        await collect(root, '', found);
        return found.toSorted((a, b) => (a.path < b.path ? -1 : 1));
      } catch (error) {
        if (isMissing(error)) throw fail('FileNotFound', { what, path: root }, error);
        throw fail('FileUnreadable', { what, path: root, reason: reasonOf(error) }, error);
      }
    },
  };
}
