// Writes the folder that an image is built from.
import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { containedPath } from '../../core/download-path.ts';
import { fail } from '../../core/errors/catalogue.ts';
import type { WriteContext } from '../../ports/build-context.ts';

export const writeContext: WriteContext = async (folder, files) => {
  for (const file of files) {
    const decision = containedPath(folder, file.path);
    if (!decision.allowed) throw fail('UnsafeModelPath', { path: file.path, reason: decision.reason });
    try {
      await mkdir(dirname(decision.path), { recursive: true });
      if ('text' in file) await writeFile(decision.path, file.text, 'utf8');
      else await copyFile(file.absolutePath, decision.path);
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
      throw fail(
        'TargetNotWritable',
        { path: decision.path, reason: code === 'ENOSPC' ? 'no space left' : code },
        error,
      );
    }
  }
};
