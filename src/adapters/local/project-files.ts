// The pipeline's working folder on this machine's disk.
import { readFile } from 'node:fs/promises';
import { fail } from '../../core/errors/catalogue.ts';
import type { ProjectFiles } from '../../ports/project-files.ts';
import { readSourceTree } from './source-tree.ts';

/** More than any configuration or script; a model file given by mistake is refused instead of read. */
const maxTextBytes = 8 * 1024 * 1024;

function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'EISDIR') return 'it is a folder';
  if (code === 'EACCES') return 'access is denied';
  return error instanceof Error ? error.message : String(error);
}

const isMissing = (error: unknown) => error instanceof Error && 'code' in error && error.code === 'ENOENT';

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
        return await readSourceTree(root);
      } catch (error) {
        if (isMissing(error)) throw fail('FileNotFound', { what, path: root }, error);
        throw fail('FileUnreadable', { what, path: root, reason: reasonOf(error) }, error);
      }
    },
  };
}
