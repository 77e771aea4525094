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

/** Keys that hold a map whose names are the user's, or what another file may hold, too. */
function yamlParts(schema: unknown): readonly (readonly [name: string, value: unknown])[] {
  const bare = inner(schema);
  if (bare instanceof z.ZodObject) return Object.entries(bare.shape);
  if (bare instanceof z.ZodDiscriminatedUnion) return bare.options.flatMap(yamlParts);
  return bare instanceof z.ZodRecord && inner(bare.valueType) instanceof z.ZodObject
    ? [['*', bare.valueType]]
    : [];
}

/** Every leaf of a schema of `az ml` v2, e.g. `data_collector.collections.*.enabled`. */
export function yamlLeavesOf(schema: unknown, path = ''): readonly string[] {
  const leaves = yamlParts(schema).flatMap(([name, value]) => {
    const below = yamlLeavesOf(value, `${path}${name}.`);
    return below.length > 0 ? below : [`${path}${name}`];
  });
  return [...new Set(leaves)];
}
