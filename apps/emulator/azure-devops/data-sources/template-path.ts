// Finds a value by the path a template names: dotted names and [n] or ['key'] steps, case-sensitive, as Json.NET selects tokens.

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

const step = /^(?:\.?([^.[\]]+)|\.?\[(\d+)\]|\.?\['([^']*)'\])/;

/** The steps of a path, or undefined when it is not one. `$` and `this` stand for the value itself. */
function stepsOf(path: string): string[] | undefined {
  const steps: string[] = [];
  let rest = path.replace(/^\$\.?/, '').replace(/^this(\.|$)/, '');
  while (rest !== '' && rest !== '.') {
    const match = step.exec(rest);
    if (!match) return undefined;
    steps.push(match[1] ?? match[2] ?? match[3] ?? '');
    rest = rest.slice(match[0].length);
  }
  return steps;
}

function child(value: Json | undefined, key: string): Json | undefined {
  if (Array.isArray(value)) return (value as readonly Json[])[Number(key)];
  if (typeof value !== 'object' || value === null) return undefined;
  return Object.hasOwn(value, key) ? (value as Record<string, Json>)[key] : undefined;
}

/** The value at `path` under `value`; undefined when any step is missing. */
export function valueAt(value: Json | undefined, path: string): Json | undefined {
  const whole = child(value, path);
  if (whole !== undefined) return whole;
  return stepsOf(path)?.reduce<Json | undefined>(child, value);
}
