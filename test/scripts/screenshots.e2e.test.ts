// The dialog in a real browser, over the packaged extension: what a person clicks is what the interpreter answers.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { findChromium } from '../../scripts/screenshots/chromium.ts';
import { findVsix, portalScene, type PortalScene } from '../../scripts/screenshots/portal-scene.ts';
import { choose, withPage } from '../../scripts/screenshots/take-pictures.ts';
import { skip } from '../support/skip.ts';

const root = join(import.meta.dirname, '../..');

describe('scripts/screenshots.ts', function () {
  this.timeout(120_000);
  let program = '';
  let scene: PortalScene | undefined;

  before(async function () {
    const found = findChromium(process.env);
    if (found === undefined) skip(this, 'there is no Chromium (Debian: chromium)');
    if (findVsix(root) === undefined) skip(this, 'there is no dist/*.vsix (npm run package)');
    program = found;
    scene = await portalScene(root);
  });
  after(() => scene?.close());

  it('leads through the dialog: lists fill one after the other, newest version first, archived ones left out', async () => {
    const { url, token } = scene ?? assert.fail('no scene');
    await withPage(program, token, async (page) => {
      const errors: string[] = [];
      page.on('console', (message) => {
        if (message.type() === 'error') errors.push(message.text());
      });
      await page.goto(url());
      await choose(page, 'connection', 'only-demo');
      const shown = (id: string) => page.locator(`summary#${id}`).innerText();
      assert.deepEqual([await shown('resourceGroup'), await shown('workspace')], ['ml-demo', 'demo']);

      await page.locator('summary#definition').click();
      await page.locator('[data-field=definition] input[type=search]').fill('FRAUD');
      const visible = page.locator('[data-field=definition] .panel label:visible');
      assert.deepEqual(await visible.allInnerTexts(), ['fraud', 'fraud_model']);

      await page.goto(url());
      await choose(page, 'connection', 'only-demo');
      await choose(page, 'definition', 'fraud');
      await choose(page, 'defaultVersionType', 'A specific version');
      await page.locator('summary#defaultVersionSpecific').click();
      const versions = await page.locator('[data-field=defaultVersionSpecific] .panel label').allInnerTexts();
      assert.deepEqual(
        versions.map((text) => text.trim().split('\n')[0]),
        ['6', '5', '4', '2', '1'],
      );
      assert.match(versions[0] ?? '', /Created .*Retrained on October/);
      assert.deepEqual(errors, []);
    });
  });

  it('shows why a connection without a role offers nothing', async () => {
    const { url, token, connection } = scene ?? assert.fail('no scene');
    await withPage(program, token, async (page) => {
      await page.goto(url({ connection: connection('without-role') }));
      assert.match(
        await page.locator('[data-field=resourceGroup] .error').innerText(),
        /AuthorizationFailed/,
      );
    });
  });
});
