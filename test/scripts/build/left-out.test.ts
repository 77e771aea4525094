import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { bundleOptions } from '../../../scripts/build/options.ts';
import { leftOut } from '../../../scripts/build/left-out.ts';
import { root } from '../support/extension.ts';

/** The part of @azure/storage-common that needs it. */
interface Calculator {
  readonly StorageCRC64Calculator: { init(): Promise<void> };
}

describe('scripts/build/left-out.ts', () => {
  const bundle = (plugins: [] | [typeof leftOut]) =>
    build({
      ...bundleOptions,
      plugins,
      write: false,
      absWorkingDir: root,
      outfile: 'out.cjs',
      stdin: {
        contents: "export { StorageCRC64Calculator } from '@azure/storage-common';",
        resolveDir: root,
      },
    }).then(({ outputFiles: [file] }) => file?.text ?? '');

  it('takes the CRC64 of storage out of a bundle', async () => {
    const [whole, without] = [await bundle([]), await bundle([leftOut])];
    assert.ok(whole.length - without.length > 80_000);
  });

  it('tells whoever calls it after all', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'left-out-'));
    try {
      const file = join(folder, 'bundle.cjs');
      writeFileSync(file, await bundle([leftOut]));
      const loaded = createRequire(import.meta.url)(file) as Calculator;
      await assert.rejects(loaded.StorageCRC64Calculator.init(), /left out of this bundle/);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
