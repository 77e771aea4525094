// Build contexts in a temporary folder of this machine, packed as tar with gzip.
import { createWriteStream } from 'node:fs';
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { pack } from 'tar-fs';
import { containedPath } from '../../core/download-path.ts';
import { fail } from '../../core/errors/catalogue.ts';
import type { UploadFile } from '../../ports/deployment-assets.ts';
import type { BuildFolder } from '../../ports/build-folder.ts';

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

async function addFile(root: string, file: UploadFile): Promise<void> {
  const decision = containedPath(root, file.path);
  if (!decision.allowed) throw fail('UnsafeModelPath', { path: file.path, reason: decision.reason });
  const target = decision.path;
  try {
    await mkdir(dirname(target), { recursive: true });
    if ('text' in file) await writeFile(target, file.text);
    else await copyFile(file.absolutePath, target);
  } catch (error) {
    throw fail('UploadSourceUnreadable', { path: file.path, reason: reasonOf(error) }, error);
  }
}

/** Neither times nor owners of this machine are anything to an image. */
const still = { mtime: new Date(0), uid: 0, gid: 0 };

const packInto = (target: string, root: string): Promise<void> =>
  pipeline(
    pack(root, { map: (header) => ({ ...header, ...still }) }),
    createGzip(),
    createWriteStream(target),
  );

/** @param parent where the folder is made; the system's folder for temporary files when absent */
export async function makeBuildFolder(parent: string = tmpdir()): Promise<BuildFolder> {
  const home = await mkdtemp(join(parent, 'build-context-'));
  const path = join(home, 'context');
  await mkdir(path);
  return {
    path,
    add: (file) => addFile(path, file),
    async pack() {
      const target = join(home, 'context.tar.gz');
      await packInto(target, path);
      return target;
    },
    remove: () => rm(home, { recursive: true, force: true }),
  };
}
