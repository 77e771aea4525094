// The keys of a schema, as paths.
import * as z from 'zod';

function inner(schema: unknown): unknown {
  return schema instanceof z.ZodOptional || schema instanceof z.ZodNullable ? inner(schema.unwrap()) : schema;
}

/** Every leaf of an object schema, e.g. `autoScaler.minReplicas`; keys that only ever hold null are none. */
export function leavesOf(
  schema: z.ZodObject,
  wholes: ReadonlySet<string> = new Set(),
  path = '',
): readonly string[] {
  return Object.entries(schema.shape).flatMap(([name, value]) => {
    const key = `${path}${name}`;
    const bare = inner(value);
    if (bare instanceof z.ZodNull) return [];
    return bare instanceof z.ZodObject && !wholes.has(key) ? leavesOf(bare, wholes, `${key}.`) : [key];
  });
}
