import assert from 'node:assert/strict';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { findChromium } from '../../../scripts/screenshots/chromium.ts';

describe('scripts/screenshots/chromium.ts', () => {
  it('takes the one that is named, else the first on the PATH that can be run', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'chromium-'));
    try {
      const [program, plain] = [join(folder, 'chromium-browser'), join(folder, 'chromium')];
      await writeFile(program, '');
      await chmod(program, 0o755);
      await writeFile(plain, '');
      const path = ['', '/nowhere', folder].join(delimiter);
      assert.equal(findChromium({ PATH: path, CHROMIUM: '' }), program);
      assert.equal(findChromium({ PATH: path, CHROMIUM: '/opt/chrome' }), '/opt/chrome');
      assert.equal(findChromium({ PATH: '/nowhere' }), undefined);
      assert.equal(findChromium({}), undefined);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
