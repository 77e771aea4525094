// Is an answer the one that was expected? JSON for JSON: the order of keys does not matter, numbers may be off a little.

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

const show = (value: unknown): string => {
  const text = value === undefined ? 'nothing' : JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 80)}...` : text;
};

const isMap = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Absolutely or as a part of the greater one, whichever allows more. */
const close = (a: number, b: number, tolerance: number): boolean =>
  Math.abs(a - b) <= tolerance * Math.max(1, Math.abs(a), Math.abs(b));

function differenceAt(
  path: string,
  expected: unknown,
  found: unknown,
  tolerance: number,
): string | undefined {
  const differs = `${path === '' ? 'the answer' : path} is ${show(found)} and should be ${show(expected)}`;
  if (typeof expected === 'number' && typeof found === 'number')
    return close(expected, found, tolerance) ? undefined : differs;
  if (Array.isArray(expected) && Array.isArray(found)) {
    if (expected.length !== found.length)
      return `${path === '' ? 'the answer' : path} has ${found.length} elements and should have ${expected.length}`;
    for (const [index, each] of expected.entries()) {
      const difference = differenceAt(`${path}[${index}]`, each, found[index], tolerance);
      if (difference !== undefined) return difference;
    }
    return undefined;
  }
  if (isMap(expected) && isMap(found)) {
    for (const key of new Set([...Object.keys(expected), ...Object.keys(found)])) {
      const inner = path === '' ? key : `${path}.${key}`;
      if (!Object.hasOwn(found, key)) return `${inner} is missing`;
      if (!Object.hasOwn(expected, key)) return `${inner} is there and should not be`;
      const difference = differenceAt(inner, expected[key], found[key], tolerance);
      if (difference !== undefined) return difference;
    }
    return undefined;
  }
  return expected === found ? undefined : differs;
}

/** @returns what is different, in words; absent when the answer is right */
export function differenceOf(expected: Json, body: string, tolerance = 0): string | undefined {
  let found: unknown;
  try {
    found = JSON.parse(body);
    // A script without a schema answers with a text that holds JSON.
    if (typeof found === 'string' && typeof expected !== 'string') found = JSON.parse(found);
  } catch {
    return `the answer is no JSON: ${show(body)}`;
  }
  return differenceAt('', expected, found, tolerance);
}

export type { Json };
