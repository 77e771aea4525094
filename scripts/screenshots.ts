// `npx tsx scripts/screenshots.ts`: takes the pictures of docs/artifact-source.md from the emulated portal, with the packaged
// extension in a stack of its own. Needs Chromium (Debian: chromium) and dist/*.vsix (npm run package).
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { portalScene } from './screenshots/portal-scene.ts';
import { takePictures } from './screenshots/take-pictures.ts';

const root = join(import.meta.dirname, '..');
const folder = join(root, 'docs', 'images');
mkdirSync(folder, { recursive: true });
const scene = await portalScene(root);
try {
  for (const file of await takePictures(scene, folder)) console.log(`wrote ${file}`);
} finally {
  await scene.close();
}
