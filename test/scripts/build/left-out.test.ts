import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AzureMachineLearningWorkspaces } from '@azure/arm-machinelearning';
import { build } from 'esbuild';
import { bundleOptions } from '../../../scripts/build/options.ts';
import { leftOut } from '../../../scripts/build/left-out.ts';
import { root } from '../support/extension.ts';

/** The part of @azure/storage-common that needs it. */
interface Calculator {
  readonly StorageCRC64Calculator: { init(): Promise<void> };
}

interface Management {
  readonly AzureMachineLearningWorkspaces: typeof AzureMachineLearningWorkspaces;
}

describe('scripts/build/left-out.ts', () => {
  const crc64 = "export { StorageCRC64Calculator } from '@azure/storage-common';";
  const bundle = (plugins: [] | [typeof leftOut], contents = crc64) =>
    build({
      ...bundleOptions,
      plugins,
      write: false,
      absWorkingDir: root,
      outfile: 'out.cjs',
      stdin: {
        contents,
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

  it('keeps of a management package only the operations that adapters call', async () => {
    const contents = "export { AzureMachineLearningWorkspaces } from '@azure/arm-machinelearning';";
    const [whole, without] = [await bundle([], contents), await bundle([leftOut], contents)];
    assert.ok(whole.length - without.length > 100_000);
    const folder = mkdtempSync(join(tmpdir(), 'left-out-'));
    try {
      const file = join(folder, 'bundle.cjs');
      writeFileSync(file, without);
      const { AzureMachineLearningWorkspaces: Client } = createRequire(import.meta.url)(file) as Management;
      const client = new Client({ getToken: () => Promise.resolve(null) }, 's');
      assert.equal(typeof client.modelVersions.list, 'function');
      assert.equal(typeof client.modelContainers.list, 'function');
      assert.equal(Reflect.get(client.jobs, 'list'), undefined);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
