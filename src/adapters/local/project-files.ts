// The pipeline's working folder on this machine's disk.
import type { Stats } from 'node:fs';
import { readFile, realpath, stat } from 'node:fs/promises';
import { relative, resolve, isAbsolute, sep } from 'node:path';
import { fail } from '../../core/errors/catalogue.ts';
import { isExtensionError } from '../../core/errors/extension-error.ts';
import type { ProjectFiles } from '../../ports/project-files.ts';
import { readSourceTree } from './source-tree.ts';

/** More than any configuration or script; a model file given by mistake is refused instead of read. */
const maxTextBytes = 8 * 1024 * 1024;

function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'ERR_ENCODING_INVALID_ENCODED_DATA') return 'it is not UTF-8';
  if (code === 'ERR_INVALID_ARG_VALUE') return 'no path can hold a null character';
  if (code === 'EACCES') return 'access is denied';
  return error instanceof Error ? error.message : String(error);
}

/** Judged before anything is read: a pipe never answers, and a device never ends. */
function problemOf(entry: Stats): string | undefined {
  if (entry.isDirectory()) return 'it is a folder';
  if (!entry.isFile()) return 'it is a device or a pipe';
  return entry.size > maxTextBytes ? 'it is larger than 8 MiB' : undefined;
}

const isMissing = (error: unknown) => error instanceof Error && 'code' in error && error.code === 'ENOENT';

export interface ProjectFilesOptions {
  /** Relative paths start there, and nothing outside of it is read, not even through a link. */
  readonly root?: string;
  /** Other folders that absolute paths may lead to, e.g. where an agent puts a job's secure files. */
  readonly also?: readonly string[];
}

/** The path on disk. @throws PathOutsideSource, and what the file system throws for a path that is not there */
async function located(path: string, { root, also = [] }: ProjectFilesOptions): Promise<string> {
  if (root === undefined) return path;
  const absolute = resolve(root, path);
  const inside = (from: string, to: string) => {
    const way = relative(from, to);
    return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
  };
  // First by its name: whether a file outside exists is nobody's business.
  for (const folder of [root, ...also])
    if (inside(resolve(folder), absolute) && inside(await realpath(folder), await realpath(absolute)))
      return absolute;
  throw fail('PathOutsideSource', { path, root });
}

export function createProjectFiles(options: ProjectFilesOptions = {}): ProjectFiles {
  return {
    async readText(path, what) {
      try {
        const place = await located(path, options);
        const problem = problemOf(await stat(place));
        if (problem !== undefined) throw fail('FileUnreadable', { what, path, reason: problem });
        return new TextDecoder('utf-8', { fatal: true }).decode(await readFile(place));
      } catch (error) {
        if (isMissing(error)) throw fail('FileNotFound', { what, path }, error);
        if (error instanceof TypeError || (error instanceof Error && 'syscall' in error))
          throw fail('FileUnreadable', { what, path, reason: reasonOf(error) }, error);
        throw error;
      }
    },

    async listTree(root) {
      const what = 'source directory';
      try {
        return await readSourceTree(await located(root, options));
      } catch (error) {
        if (isMissing(error)) throw fail('FileNotFound', { what, path: root }, error);
        if (isExtensionError(error)) throw error;
        throw fail('FileUnreadable', { what, path: root, reason: reasonOf(error) }, error);
      }
    },
  };
}
