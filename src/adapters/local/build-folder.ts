// Build contexts in a temporary folder of this machine, packed as tar with gzip.
import { createReadStream, createWriteStream } from 'node:fs';
import { copyFile, mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { pack, type Pack } from 'tar-stream';
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

/** Fixed times and owner: equal content gives an equal archive. */
const still = { mtime: new Date(0), mode: 0o644 };

async function packFile(archive: Pack, path: string, name: string): Promise<void> {
  const { size } = await stat(path);
  await pipeline(createReadStream(path), archive.entry({ name, size, ...still }));
}

async function packInto(target: string, root: string): Promise<void> {
  const archive = pack();
  const written = pipeline(archive, createGzip(), createWriteStream(target));
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();
  for (const file of files) await packFile(archive, file, file.slice(root.length + 1).replaceAll('\\', '/'));
  archive.finalize();
  await written;
}

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
