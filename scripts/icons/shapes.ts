// Shapes as signed distances: how far a point is from the edge, negative inside. Coordinates run from 0 to 1.

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Distance of a point from the shape's edge, in the same unit as the coordinates; negative inside. */
export type Shape = (point: Point) => number;

const length = (x: number, y: number): number => Math.hypot(x, y);

export const circle =
  (centre: Point, radius: number): Shape =>
  ({ x, y }) =>
    length(x - centre.x, y - centre.y) - radius;

/** A straight stroke with round ends. */
export const stroke =
  (from: Point, to: Point, width: number): Shape =>
  ({ x, y }) => {
    const along = { x: to.x - from.x, y: to.y - from.y };
    const t = ((x - from.x) * along.x + (y - from.y) * along.y) / (along.x ** 2 + along.y ** 2);
    const clamped = Math.min(1, Math.max(0, t));
    return length(x - from.x - along.x * clamped, y - from.y - along.y * clamped) - width / 2;
  };

/** A square with rounded corners, centred. */
export const roundedSquare =
  (half: number, corner: number): Shape =>
  ({ x, y }) => {
    const dx = Math.abs(x - 0.5) - half + corner;
    const dy = Math.abs(y - 0.5) - half + corner;
    return length(Math.max(dx, 0), Math.max(dy, 0)) + Math.min(Math.max(dx, dy), 0) - corner;
  };

export const union =
  (...shapes: readonly Shape[]): Shape =>
  (point) =>
    Math.min(...shapes.map((shape) => shape(point)));

/** A stroke with an open arrow head at its end. `head` is the length of each barb. */
export function arrow(from: Point, to: Point, width: number, head: number): Shape {
  const size = length(to.x - from.x, to.y - from.y);
  const back = { x: (from.x - to.x) / size, y: (from.y - to.y) / size };
  const barb = (sign: number): Point => ({
    x: to.x + head * Math.SQRT1_2 * (back.x - sign * back.y),
    y: to.y + head * Math.SQRT1_2 * (back.y + sign * back.x),
  });
  return union(stroke(from, to, width), stroke(to, barb(1), width), stroke(to, barb(-1), width));
}
