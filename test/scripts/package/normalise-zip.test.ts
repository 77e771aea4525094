import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { ZipFile } from 'yazl';
import { normaliseZip, readZip } from '../../../scripts/package/normalise-zip.ts';

describe('scripts/package/normalise-zip.ts', () => {
  let folder = '';
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'zip-'))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  /** Writes a zip whose entries have the given order and time. */
  async function write(name: string, entries: readonly string[], mtime: Date): Promise<string> {
    const zip = new ZipFile();
    for (const entry of entries) {
      if (entry.endsWith('/')) zip.addEmptyDirectory(entry);
      else zip.addBuffer(Buffer.from(`content of ${entry}`), entry, { mtime });
    }
    zip.end();
    const file = join(folder, name);
    writeFileSync(file, await buffer(zip.outputStream));
    return file;
  }

  it('gives the same bytes for the same content, whatever its order and time were', async () => {
    const one = await write('1.zip', ['b.txt', 'a/', 'a/c.txt', '[Content_Types].xml'], new Date(2020, 1, 1));
    const two = await write('2.zip', ['[Content_Types].xml', 'a/c.txt', 'b.txt'], new Date(2026, 5, 5));
    await normaliseZip(one);
    await normaliseZip(two);
    assert.ok(readFileSync(one).equals(readFileSync(two)));
  });

  it('keeps every file and its content, content types first', async () => {
    const file = await write(
      '1.zip',
      ['b.txt', '[Content_Types].xml', 'a/', 'a/c.txt'],
      new Date(2020, 1, 1),
    );
    await normaliseZip(file);
    const entries = await readZip(file);
    assert.deepEqual([...entries.keys()], ['[Content_Types].xml', 'a/c.txt', 'b.txt']);
    assert.equal(entries.get('a/c.txt')?.toString(), 'content of a/c.txt');
  });
});
