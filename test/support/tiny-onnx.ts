// The smallest ONNX models with a signature, written as their Protocol Buffers messages (onnx.proto): y = x + x, y = x * x.

type Field = readonly [number: number, value: number | string | Uint8Array];

const varint = (value: number): number[] =>
  value < 128 ? [value] : [(value & 127) | 128, ...varint(value >>> 7)];

function message(...fields: readonly Field[]): Uint8Array {
  const bytes = fields.flatMap(([number, value]) => {
    if (typeof value === 'number') return [...varint(number << 3), ...varint(value)];
    const content = typeof value === 'string' ? new TextEncoder().encode(value) : value;
    return [...varint((number << 3) | 2), ...varint(content.length), ...content];
  });
  return Uint8Array.from(bytes);
}

const float = 1;

/** A tensor of any number of rows, with `columns` floats each. */
const value = (name: string, columns: number): Uint8Array => {
  const shape = message([1, message([2, 'rows'])], [1, message([1, columns])]);
  return message([1, name], [2, message([1, message([1, float], [2, shape])])]);
};

/** @param columns of input `x` and output `y` */
export const doublingModel = (columns: number): Uint8Array => model('Add', columns);

/** @param columns of input `x` and output `y` */
export const squaringModel = (columns: number): Uint8Array => model('Mul', columns);

function model(operation: 'Add' | 'Mul', columns: number): Uint8Array {
  const node = message([1, 'x'], [1, 'x'], [2, 'y'], [4, operation]);
  const graph = message([1, node], [2, 'graph'], [11, value('x', columns)], [12, value('y', columns)]);
  return message([1, 8], [7, graph], [8, message([2, 13])]);
}
