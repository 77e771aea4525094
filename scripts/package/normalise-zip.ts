// Rewrites a zip so that the same content always gives the same bytes: tfx writes the time of day into every entry, in the order
// in which the disk answered.
import { readFileSync, writeFileSync } from 'node:fs';
import { buffer } from 'node:stream/consumers';
import { fromBufferPromise } from 'yauzl';
import { ZipFile } from 'yazl';

// The first day a zip can name. Local, as yazl writes local time: any time zone gives the same bytes.
const noTime = new Date(1980, 0, 1);
const regularFile = 0o100644;

/** The files of a zip: name -> content. */
export async function readZip(file: string): Promise<ReadonlyMap<string, Buffer>> {
  const zip = await fromBufferPromise(readFileSync(file));
  const entries = new Map<string, Buffer>();
  for await (const entry of zip.eachEntry()) {
    // Folders have entries of their own; their files make them anyway.
    if (entry.fileName.endsWith('/')) continue;
    entries.set(entry.fileName, await buffer(await zip.openReadStreamPromise(entry)));
  }
  return entries;
}

/** Sorts the entries by name ([Content_Types].xml first, as in every such package) and gives all the same time. */
export async function normaliseZip(file: string): Promise<void> {
  const entries = [...(await readZip(file))].sort(([a], [b]) => (a < b ? -1 : 1));
  const zip = new ZipFile();
  for (const [name, content] of entries) {
    zip.addBuffer(content, name, {
      mtime: noTime,
      mode: regularFile,
      compressionLevel: 9,
      forceDosTimestamp: true,
    });
  }
  zip.end();
  writeFileSync(file, await buffer(zip.outputStream));
}
