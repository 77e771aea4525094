// Unpacks an uploaded build context (tar, gzipped or not) into a folder that nothing in it can lead out of.
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, resolve, sep } from 'node:path';
import { Readable } from 'node:stream';
import { gunzipSync } from 'node:zlib';
import { extract, type Header } from 'tar-stream';

const isGzip = (archive: Buffer): boolean => archive[0] === 0x1f && archive[1] === 0x8b;

async function place(root: string, header: Header, content: Buffer): Promise<void> {
  const target = resolve(join(root, header.name));
  if (target !== root && !target.startsWith(`${root}${sep}`))
    throw new Error(`the entry '${header.name}' leads out of the build context`);
  if (header.type === 'directory') await mkdir(target, { recursive: true });
  else if (header.type === 'file') {
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, content);
  } else
    throw new Error(`the entry '${header.name}' is a ${header.type}, which the emulator does not unpack`);
}

/**
 * Unpacks `archive` under `directory`.
 *
 * @throws Error when it is no archive, or one that leads out of the folder
 */
export async function unpackContext(archive: Buffer, directory: string): Promise<void> {
  const root = resolve(directory);
  await mkdir(root, { recursive: true });
  const entries = Readable.from([isGzip(archive) ? gunzipSync(archive) : archive]).pipe(extract());
  for await (const entry of entries) {
    const chunks: Buffer[] = [];
    for await (const chunk of entry) chunks.push(chunk as Buffer);
    await place(root, entry.header, Buffer.concat(chunks));
  }
}
