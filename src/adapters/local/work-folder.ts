// Folders of this machine, each filled beside its place and then moved there.
import { access, copyFile, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { containedPath } from '../../core/download-path.ts';
import { fail } from '../../core/errors/catalogue.ts';
import type { WorkFolder } from '../../ports/work-folder.ts';

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

function inside(folder: string, path: string): string {
  const decision = containedPath(folder, path);
  if (!decision.allowed) throw fail('UnsafeModelPath', { path, reason: decision.reason });
  return decision.path;
}

export function createWorkFolder(root: string): WorkFolder {
  return {
    root,
    async fill(path, files) {
      if (await exists(path)) return;
      const part = `${path}.${process.pid}.part`;
      try {
        await rm(part, { recursive: true, force: true });
        await mkdir(part, { recursive: true });
        for (const file of files) {
          const target = inside(part, file.path);
          await mkdir(dirname(target), { recursive: true });
          if ('text' in file) await writeFile(target, file.text);
          else await copyFile(file.absolutePath, target);
        }
        await rename(part, path);
      } catch (error) {
        await rm(part, { recursive: true, force: true });
        // Another run of the same command was faster.
        if (await exists(path)) return;
        const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
        throw fail('TargetNotWritable', { path, reason: code }, error);
      }
    },
    async remove(path) {
      await rm(join(path), { recursive: true, force: true });
    },
  };
}
