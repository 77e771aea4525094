// Looking into a JSON value of unknown shape.
import type { JsonPath } from './json-text.ts';

export type JsonObject = Readonly<Record<string, unknown>>;

/** Something at its place in a document. */
export interface Placed<T> {
  readonly path: JsonPath;
  readonly value: T;
}

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The objects in the list at `key`; nothing for whatever is no list. */
export function objectsIn(parent: Placed<JsonObject>, key: string): readonly Placed<JsonObject>[] {
  const list = parent.value[key];
  if (!Array.isArray(list)) return [];
  return list.flatMap((value: unknown, index) =>
    isObject(value) ? [{ path: [...parent.path, key, index], value }] : [],
  );
}

/** The object at `key`, if there is one. */
export function objectAt(parent: Placed<JsonObject>, key: string): Placed<JsonObject> | undefined {
  const value = parent.value[key];
  return isObject(value) ? { path: [...parent.path, key], value } : undefined;
}

/** The text at `key`; empty for whatever is no text. */
export function textAt(value: JsonObject, key: string): string {
  const found = value[key];
  return typeof found === 'string' ? found : '';
}

/** Every text in the value, with its place; `skip` names keys that are not looked into. */
export function* textsIn(
  { path, value }: Placed<unknown>,
  skip: ReadonlySet<string>,
): Generator<Placed<string>, void, undefined> {
  if (typeof value === 'string') yield { path, value };
  else if (Array.isArray(value)) {
    for (const [index, item] of value.entries())
      yield* textsIn({ path: [...path, index], value: item }, skip);
  } else if (isObject(value)) {
    for (const [key, item] of Object.entries(value)) {
      if (!skip.has(key)) yield* textsIn({ path: [...path, key], value: item }, skip);
    }
  }
}
