import assert from 'node:assert/strict';
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrationFiles } from '../../../../src/adapters/local/migration-files.ts';
import { catalogueError } from '../../../support/catalogue-error.ts';

describe('src/adapters/local/migration-files.ts', () => {
  let folder: string;
  const at = (name: string) => join(folder, name);
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'migration-files-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('reads a text with its byte order mark', async () => {
    writeFileSync(at('a'), '\uFEFFé\r\n');
    assert.equal(await migrationFiles.read(at('a')), '\uFEFFé\r\n');
  });

  it('says why a file can not be read', async () => {
    writeFileSync(at('utf16'), Buffer.from('\uFEFF{}', 'utf16le'));
    await assert.rejects(
      migrationFiles.read(at('utf16')),
      catalogueError('FileUnreadable', 'utf16', 'not UTF-8'),
    );
    await assert.rejects(migrationFiles.read(at('none')), catalogueError('FileNotFound', at('none')));
    await assert.rejects(migrationFiles.read(folder), catalogueError('FileUnreadable', 'it is a folder'));
    writeFileSync(at('big'), Buffer.alloc(32 * 1024 * 1024 + 1));
    await assert.rejects(
      migrationFiles.read(at('big')),
      catalogueError('FileUnreadable', 'larger than 32 MiB'),
    );
  });

  it('creates a file, and never one that exists', async () => {
    await migrationFiles.create(at('new'), 'text');
    assert.equal(readFileSync(at('new'), 'utf8'), 'text');
    await assert.rejects(
      migrationFiles.create(at('new'), 'other'),
      catalogueError('OutputExists', at('new')),
    );
    assert.equal(readFileSync(at('new'), 'utf8'), 'text');
  });

  it('says why a file can not be written', async () => {
    const missing = join(folder, 'none', 'new');
    const error = catalogueError('OutputNotWritable', missing, 'its folder does not exist');
    await assert.rejects(migrationFiles.create(missing, ''), error);
    await assert.rejects(migrationFiles.replace(missing, ''), error);
  });

  it('leaves the old file and no part of a new one when it can not be replaced', async () => {
    mkdirSync(at('folder'));
    writeFileSync(at('folder/kept'), '');
    await assert.rejects(
      migrationFiles.replace(at('folder'), 'x'),
      catalogueError('OutputNotWritable', 'folder'),
    );
    assert.deepEqual(readdirSync(folder), ['folder']);
    assert.deepEqual(readdirSync(at('folder')), ['kept']);
  });

  it('replaces a file behind a link, keeps its rights and leaves nothing beside it', async () => {
    writeFileSync(at('real'), 'old');
    chmodSync(at('real'), 0o666);
    symlinkSync('real', at('link'));
    await migrationFiles.replace(at('link'), 'new');
    assert.equal(readFileSync(at('real'), 'utf8'), 'new');
    assert.equal(lstatSync(at('link')).isSymbolicLink(), true);
    assert.equal(statSync(at('real')).mode & 0o777, 0o666);
    assert.deepEqual(readdirSync(folder).toSorted(), ['link', 'real']);
  });
});
