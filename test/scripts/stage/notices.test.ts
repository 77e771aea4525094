import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Metafile } from 'esbuild';
import { noticesOf, noticesPage } from '../../../scripts/stage/notices.ts';

const metafile = (...inputs: string[]): Metafile => ({
  inputs: {},
  outputs: {
    'index.js': {
      bytes: 1,
      imports: [],
      exports: [],
      inputs: Object.fromEntries(inputs.map((input) => [input, { bytesInOutput: 1 }])),
    },
  },
});

describe('scripts/stage/notices.ts', () => {
  let root = '';
  beforeEach(() => (root = mkdtempSync(join(tmpdir(), 'notices-'))));
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  const add = (name: string, license: string, text?: string) => {
    const folder = join(root, 'node_modules', name);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ name, version: '1.2.3', license }));
    if (text !== undefined) writeFileSync(join(folder, 'LICENSE.md'), text);
  };

  it('prints the notice of each bundled package once, by name', () => {
    add('b', 'MIT', 'Copyright B\r\n');
    add('@a/a', 'ISC');
    const notices = noticesOf(root, [
      metafile('node_modules/b/x.js', 'src/own.ts'),
      metafile('node_modules/b/y.js', 'node_modules/@a/a/x.js'),
    ]);
    assert.deepEqual(
      notices.map(({ name, version, licence }) => `${name} ${version} ${licence}`),
      ['@a/a 1.2.3 ISC', 'b 1.2.3 MIT'],
    );
    const page = noticesPage(notices);
    assert.match(page, /b 1\.2\.3 \(MIT\)\n\nCopyright B\n/);
    assert.match(page, /@a\/a 1\.2\.3 \(ISC\)\n\n\(The package carries no text/);
  });

  it('refuses a package whose licence does not allow to bundle it', () => {
    add('c', 'GPL-3.0');
    assert.throws(() => noticesOf(root, [metafile('node_modules/c/x.js')]), /'GPL-3\.0'.*'c'/);
  });
});
