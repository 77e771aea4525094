// Small text files on this machine.
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fail } from '../../core/errors/catalogue.ts';
import type { WriteText } from '../../ports/model-files.ts';

export const writeText: WriteText = async (path, text) => {
  const part = `${path}.part`;
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(part, text, 'utf8');
    await rename(part, path);
  } catch (error) {
    await rm(part, { force: true }).catch(() => undefined);
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    throw fail('TargetNotWritable', { path, reason: code === 'ENOSPC' ? 'no space left' : code }, error);
  }
};
