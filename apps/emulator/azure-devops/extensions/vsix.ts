// Unpacks a .vsix (a zip) into a folder. Entries that would land outside of it are refused.
import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, join, resolve, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { fromBuffer, type Entry, type ZipFile } from 'yauzl';

/** A .vsix of the marketplace is at most 50 MB; unpacked this much is a zip bomb. */
const maxUnpackedBytes = 500 * 1024 * 1024;

type OpenBuffer = (buffer: Buffer, options: { lazyEntries: true }) => Promise<ZipFile>;
const openBuffer = promisify(fromBuffer) as OpenBuffer;

/** yauzl already refuses absolute names and `..`; this holds even if it did not. */
function targetOf(folder: string, name: string): string {
  const target = resolve(folder, name);
  if (!target.startsWith(resolve(folder) + sep))
    throw new Error(`The .vsix entry "${name}" would be written outside of its folder.`);
  return target;
}

async function writeEntry(zip: ZipFile, entry: Entry, target: string): Promise<void> {
  await mkdir(dirname(target), { recursive: true });
  const openEntry = promisify(zip.openReadStream.bind(zip)) as (
    entry: Entry,
  ) => Promise<NodeJS.ReadableStream>;
  await pipeline(await openEntry(entry), createWriteStream(target));
}

/** Part names in a .vsix are URIs: a blank is written %20. */
function fileName(entry: Entry): string {
  return decodeURIComponent(entry.fileName);
}

async function unpackEntries(zip: ZipFile, folder: string): Promise<void> {
  let unpacked = 0;
  await new Promise<void>((done, fail) => {
    zip.on('error', fail);
    zip.on('end', done);
    zip.on('entry', (entry: Entry) => {
      unpacked += entry.uncompressedSize;
      const step = async (): Promise<void> => {
        if (unpacked > maxUnpackedBytes) throw new Error('The .vsix unpacks to more than 500 MB.');
        const target = targetOf(folder, fileName(entry));
        if (!entry.fileName.endsWith('/')) await writeEntry(zip, entry, target);
        zip.readEntry();
      };
      step().catch(fail);
    });
    zip.readEntry();
  });
}

/** Unpacks into a folder under `parent` named after the content. Throws when the bytes are not a sound zip. */
export async function unpackVsix(bytes: Buffer, parent: string): Promise<string> {
  const folder = join(parent, createHash('sha256').update(bytes).digest('hex').slice(0, 16));
  await mkdir(folder, { recursive: true });
  const zip = await openBuffer(bytes, { lazyEntries: true });
  try {
    await unpackEntries(zip, folder);
  } finally {
    zip.close();
  }
  return folder;
}
