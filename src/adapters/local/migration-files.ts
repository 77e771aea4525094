// The files that a migration reads and writes, on this machine's disk.
import { chmod, readFile, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { fail } from '../../core/errors/catalogue.ts';
import type { MigrationFiles } from '../../ports/migration-files.ts';

/** Far above any release definition or pipeline; a file that was given by mistake is refused instead of read. */
const maxBytes = 32 * 1024 * 1024;

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : '';

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'access is denied',
  EPERM: 'access is denied',
  EISDIR: 'it is a folder',
  ENOENT: 'its folder does not exist',
  ENOTDIR: 'its folder is a file',
  ENOSPC: 'no space is left',
  EROFS: 'the file system is read-only',
};

const reasonOf = (error: unknown): string =>
  reasons[codeOf(error)] ?? (codeOf(error) || (error instanceof Error ? error.message : 'unknown'));

const what = 'file to migrate';

export const migrationFiles: MigrationFiles = {
  async read(path) {
    try {
      const { size } = await stat(path);
      if (size > maxBytes) throw fail('FileUnreadable', { what, path, reason: 'it is larger than 32 MiB' });
      const bytes = await readFile(path);
      // The byte order mark stays: the rewritten file begins as the given one did.
      return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    } catch (error) {
      if (codeOf(error) === 'ENOENT') throw fail('FileNotFound', { what, path }, error);
      if (error instanceof TypeError)
        throw fail('FileUnreadable', { what, path, reason: 'it is not UTF-8' }, error);
      if (error instanceof Error && 'syscall' in error)
        throw fail('FileUnreadable', { what, path, reason: reasonOf(error) }, error);
      throw error;
    }
  },

  async create(path, text) {
    try {
      // `wx`: the look whether it exists and the creation are one step.
      await writeFile(path, text, { encoding: 'utf8', flag: 'wx' });
    } catch (error) {
      if (codeOf(error) === 'EEXIST') throw fail('OutputExists', { path }, error);
      throw fail('OutputNotWritable', { path, reason: reasonOf(error) }, error);
    }
  },

  async replace(path, text) {
    let part: string | undefined;
    try {
      // A link stays a link, and the file keeps its rights.
      const target = await realpath(path);
      const { mode } = await stat(target);
      part = `${target}.part`;
      await writeFile(part, text, 'utf8');
      await chmod(part, mode & 0o7777);
      await rename(part, target);
    } catch (error) {
      if (part !== undefined) await rm(part, { force: true }).catch(() => undefined);
      throw fail('OutputNotWritable', { path, reason: reasonOf(error) }, error);
    }
  },
};
