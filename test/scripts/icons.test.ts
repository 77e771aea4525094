import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PNG } from 'pngjs';
import { drawIcons } from '../../scripts/icons.ts';
import { hex, paint } from '../../scripts/icons/paint.ts';
import { circle } from '../../scripts/icons/shapes.ts';
import { findTasks } from '../../scripts/build/entries.ts';
import { root } from './support/extension.ts';

describe('scripts/icons.ts', () => {
  it('draws the icon of the extension and of every task', () => {
    const wanted = [
      'images/extension-icon.png',
      ...findTasks(root).map(({ folder }) => `${folder}/icon.png`),
    ];
    assert.deepEqual([...drawIcons().keys()].sort(), wanted.sort());
  });

  it('is what the committed pictures were made by, pixel by pixel', () => {
    for (const [file, drawn] of drawIcons()) {
      const [committed, now] = [readFileSync(join(root, file)), drawn].map((bytes) => PNG.sync.read(bytes));
      assert.ok(committed && now);
      assert.deepEqual([committed.width, committed.height], [now.width, now.height]);
      assert.ok(committed.data.equals(now.data), `${file} is not what scripts/icons.ts draws`);
    }
  });

  it('smooths edges, and leaves the ground transparent', () => {
    const layer = { shape: circle({ x: 0.5, y: 0.5 }, 0.3), colour: hex('#ff8000') };
    const { data, width } = PNG.sync.read(paint([layer], 16));
    const pixel = (x: number, y: number) => [...data.subarray((y * width + x) * 4, (y * width + x) * 4 + 4)];
    assert.deepEqual(pixel(8, 8), [255, 128, 0, 255]);
    assert.equal(pixel(0, 0)[3], 0);
    const alphas = new Set(Array.from({ length: 16 }, (_, x) => pixel(x, 8)[3] ?? 0));
    assert.ok(
      [...alphas].some((alpha) => alpha > 0 && alpha < 255),
      'an edge must have shades',
    );
  });
});
