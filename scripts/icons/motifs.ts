// What the icons show: a model as a small network of nodes, and an arrow that says what happens to it.
import { diagonal, hex } from './paint.ts';
import type { Layer } from './paint.ts';
import { arrow, circle, roundedSquare, stroke, union } from './shapes.ts';
import type { Point, Shape } from './shapes.ts';

const white = hex('#ffffff');
const pale = hex('#9fd3f5');
const mint = hex('#5ef2c8');
const ground: Layer = {
  shape: roundedSquare(0.5, 0.22),
  colour: diagonal(hex('#1b86d9'), hex('#06264a')),
};

/** Two inputs that meet in one output, as in a drawing of a neural network. */
function network(
  inputs: readonly Point[],
  output: Point,
  line: number,
  node: number,
): { edges: Shape; nodes: Shape } {
  return {
    edges: union(...inputs.map((input) => stroke(input, output, line))),
    nodes: union(...[...inputs, output].map((centre) => circle(centre, node))),
  };
}

/** The extension: a model leaves for production. */
export function extensionIcon(): readonly Layer[] {
  const output = { x: 0.48, y: 0.52 };
  const inputs = [
    { x: 0.18, y: 0.52 },
    { x: 0.25, y: 0.75 },
    { x: 0.48, y: 0.82 },
  ];
  const { edges, nodes } = network(inputs, output, 0.035, 0.07);
  return [
    ground,
    { shape: edges, colour: pale },
    { shape: arrow(output, { x: 0.81, y: 0.19 }, 0.085, 0.25), colour: mint },
    { shape: nodes, colour: white },
    { shape: circle(output, 0.1), colour: white },
    { shape: circle(output, 0.048), colour: hex('#0f5ea8') },
  ];
}

/** Download: the model comes down onto the agent. */
export function downloadIcon(): readonly Layer[] {
  const output = { x: 0.5, y: 0.36 };
  const { edges, nodes } = network(
    [
      { x: 0.25, y: 0.19 },
      { x: 0.75, y: 0.19 },
    ],
    output,
    0.07,
    0.095,
  );
  return [
    ground,
    { shape: edges, colour: pale },
    { shape: arrow(output, { x: 0.5, y: 0.72 }, 0.1, 0.22), colour: mint },
    { shape: nodes, colour: white },
    { shape: stroke({ x: 0.24, y: 0.86 }, { x: 0.76, y: 0.86 }, 0.09), colour: white },
  ];
}

/** Deploy: the model goes up into service. */
export function deployIcon(): readonly Layer[] {
  const output = { x: 0.5, y: 0.62 };
  const { edges, nodes } = network(
    [
      { x: 0.25, y: 0.81 },
      { x: 0.75, y: 0.81 },
    ],
    output,
    0.07,
    0.095,
  );
  return [
    ground,
    { shape: edges, colour: pale },
    { shape: arrow(output, { x: 0.5, y: 0.27 }, 0.1, 0.22), colour: mint },
    { shape: nodes, colour: white },
    { shape: stroke({ x: 0.24, y: 0.14 }, { x: 0.76, y: 0.14 }, 0.09), colour: white },
  ];
}

/** Watch: an eye, whose pupil is the newest of the models. */
export function watchIcon(): readonly Layer[] {
  const centre = { x: 0.5, y: 0.5 };
  const left = { x: 0.14, y: 0.5 };
  const right = { x: 0.86, y: 0.5 };
  const lid = (y: number): Shape =>
    union(
      stroke(left, { x: 0.34, y }, 0.075),
      stroke({ x: 0.34, y }, { x: 0.66, y }, 0.075),
      stroke({ x: 0.66, y }, right, 0.075),
    );
  return [
    ground,
    { shape: union(lid(0.28), lid(0.72)), colour: pale },
    { shape: circle(centre, 0.17), colour: white },
    { shape: circle(centre, 0.085), colour: hex('#0f5ea8') },
    { shape: circle({ x: 0.8, y: 0.2 }, 0.1), colour: mint },
  ];
}
