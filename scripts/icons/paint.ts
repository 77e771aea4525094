// Paints layers of shapes into a PNG of an exact size, with smooth edges.
import { PNG } from 'pngjs';
import type { Point, Shape } from './shapes.ts';

export interface Colour {
  readonly r: number;
  readonly g: number;
  readonly b: number;
}

/** One shape in one colour, or in a colour that depends on the place. Later layers cover earlier ones. */
export interface Layer {
  readonly shape: Shape;
  readonly colour: Colour | ((point: Point) => Colour);
}

/** `#1a2b3c` as a colour. */
export const hex = (text: string): Colour => ({
  r: Number.parseInt(text.slice(1, 3), 16),
  g: Number.parseInt(text.slice(3, 5), 16),
  b: Number.parseInt(text.slice(5, 7), 16),
});

/** Runs from one colour at the upper left to another at the lower right. */
export const diagonal =
  (from: Colour, to: Colour) =>
  ({ x, y }: Point): Colour => {
    const t = (x + y) / 2;
    const mix = (a: number, b: number) => a + (b - a) * t;
    return { r: mix(from.r, to.r), g: mix(from.g, to.g), b: mix(from.b, to.b) };
  };

/** The share of a pixel that the shape covers, taking its edge as straight within the pixel. */
const coverage = (distance: number, size: number): number => Math.min(1, Math.max(0, 0.5 - distance * size));

/** @returns the bytes of a PNG of `size` by `size` pixels with a transparent ground */
export function paint(layers: readonly Layer[], size: number): Buffer {
  const png = new PNG({ width: size, height: size });
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      const point = { x: (column + 0.5) / size, y: (row + 0.5) / size };
      let [r, g, b, alpha] = [0, 0, 0, 0];
      for (const { shape, colour } of layers) {
        const share = coverage(shape(point), size);
        if (share === 0) continue;
        const ink = typeof colour === 'function' ? colour(point) : colour;
        const below = alpha * (1 - share);
        alpha = share + below;
        [r, g, b] = [
          (ink.r * share + r * below) / alpha,
          (ink.g * share + g * below) / alpha,
          (ink.b * share + b * below) / alpha,
        ];
      }
      png.data.set(
        [r, g, b, alpha * 255].map((value) => Math.round(value)),
        (row * size + column) * 4,
      );
    }
  }
  return PNG.sync.write(png, { deflateLevel: 9 });
}
