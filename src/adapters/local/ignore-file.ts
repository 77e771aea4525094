// The ignore file of a source folder: what its owner keeps out of uploads.
import { lstat, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import ignore from 'ignore';
import { fail } from '../../core/errors/catalogue.ts';

/** Says whether a path below the root, with '/' and, for a folder, with a '/' at its end, is left out. */
export type IsIgnored = (path: string) => boolean;

/** As the CLI of Azure ML looks for them: the first one that exists at the root counts, and it alone. */
const names = ['.amlignore', '.gitignore'];

/**
 * Patterns have git's meaning. The CLI differs in one case: it lets `!folder/file` bring a file back whose whole folder
 * is ignored, which git does not.
 */
export async function readIgnoreFile(root: string): Promise<IsIgnored> {
  for (const name of names) {
    const patterns = await readIfThere(join(root, name));
    if (patterns === undefined) continue;
    const rules = ignore().add(patterns);
    return (path) => rules.ignores(path);
  }
  return () => false;
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    // Neither passed over, which could upload what somebody wanted to keep, nor followed, which could lead anywhere.
    if (!(await lstat(path)).isFile())
      throw fail('FileUnreadable', { what: 'ignore file', path, reason: 'it is not a regular file' });
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
