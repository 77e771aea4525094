// Fills in the dialog as a person does, and takes a picture at each point that the documentation explains.
import { join } from 'node:path';
import { chromium, type Page } from 'playwright-core';
import { findChromium } from './chromium.ts';
import type { PortalScene } from './portal-scene.ts';

/** Waits for the page that the form brings back. */
async function settled(page: Page, act: () => Promise<unknown>): Promise<void> {
  await Promise.all([page.waitForEvent('load'), act()]);
}

/** Around a picture, in CSS pixels. */
const air = 12;

/** Opens a list and chooses the entry whose text begins with `text`; the page comes back with the next lists filled. */
export async function choose(page: Page, field: string, text: string): Promise<void> {
  await page.locator(`summary#${field}`).click();
  const option = page.locator(`[data-field=${field}] .panel label`);
  await settled(page, () =>
    option
      .filter({ hasText: new RegExp(`^\\s*${text}`) })
      .first()
      .click(),
  );
}

/** Runs `use` with a page of a new browser that trusts the stack and carries the token. */
export async function withPage<T>(
  executablePath: string,
  token: string,
  use: (page: Page) => Promise<T>,
): Promise<T> {
  // Tall enough for the whole dialog: a page that scrolls would move what is measured.
  // The sandbox needs rights that containers do not have; the only pages shown are our own.
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  try {
    const page = await browser.newPage({
      ignoreHTTPSErrors: true,
      httpCredentials: { username: '', password: token },
      viewport: { width: 1092, height: 1600 },
      deviceScaleFactor: 1.5,
    });
    return await use(page);
  } finally {
    await browser.close();
  }
}

/** The files that were written, in the order of the documentation. Throws when the machine has no Chromium. */
export async function takePictures(scene: PortalScene, folder: string): Promise<readonly string[]> {
  const program = findChromium(process.env);
  if (program === undefined)
    throw new Error('There is no Chromium: install it (Debian: chromium) or set CHROMIUM.');
  return withPage(program, scene.token, async (page) => {
    const files: string[] = [];
    /** From the top of one element to the bottom of another, with some air. */
    const take = async (name: string, from: string, to: string): Promise<void> => {
      const [top, bottom, column] = await Promise.all(
        [from, to, to === 'main' ? 'main' : '#dialog'].map((each) => page.locator(each).boundingBox()),
      );
      if (!top || !bottom || !column) throw new Error(`${from} or ${to} is not on the page.`);
      const path = join(folder, `artifact-${name}.png`);
      const y = top.y - air;
      const clip = {
        x: column.x - air,
        y,
        width: column.width + 2 * air,
        height: bottom.y + bottom.height + air - y,
      };
      await page.screenshot({ path, fullPage: true, clip });
      files.push(path);
    };
    const field = (id: string): string => `[data-field=${id}]`;
    await page.goto(scene.url());
    await choose(page, 'connection', 'azureml-secret');
    await choose(page, 'defaultVersionType', 'A specific version');
    await page.locator('summary#definition').click();
    await page.locator(`${field('definition')} input[type=search]`).fill('fraud');
    await take('model-picker', '#dialog', `${field('definition')} .panel`);

    await settled(page, () =>
      page
        .locator(`${field('definition')} .panel label:visible`)
        .first()
        .click(),
    );
    await page.locator('summary#defaultVersionSpecific').click();
    await take('version-picker', field('definition'), `${field('defaultVersionSpecific')} .panel`);

    await page.goto(scene.url());
    await choose(page, 'connection', 'only-demo');
    await choose(page, 'definition', 'fraud');
    await choose(page, 'watch', 'Every');
    await take('complete', '#dialog', 'main');

    await page.goto(scene.url({ connection: scene.connection('without-role') }));
    await take('no-role', '#dialog', field('workspace'));
    return files;
  });
}
