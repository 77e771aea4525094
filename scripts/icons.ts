// Draws the committed icons: `tsx scripts/icons.ts`. The marketplace wants 128 x 128 pixels, a task 32 x 32.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { deployIcon, downloadIcon, extensionIcon, watchIcon } from './icons/motifs.ts';
import { paint } from './icons/paint.ts';

/** Every icon: file below the repository root -> its bytes. */
export function drawIcons(): ReadonlyMap<string, Buffer> {
  return new Map([
    ['images/extension-icon.png', paint(extensionIcon(), 128)],
    ['tasks/download-model/v1/icon.png', paint(downloadIcon(), 32)],
    ['tasks/deploy-model/v1/icon.png', paint(deployIcon(), 32)],
    ['tasks/watch-models/v1/icon.png', paint(watchIcon(), 32)],
  ]);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  for (const [file, bytes] of drawIcons()) {
    const target = join(import.meta.dirname, '..', file);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, bytes);
    console.log(`${file} ${bytes.length} bytes`);
  }
}
