// JSON documents of the extension, read and written by the scripts.
import { readFileSync } from 'node:fs';

export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json;
}

export const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const isArray = (value: Json | undefined): value is readonly Json[] => Array.isArray(value);

/** The text at `key` of an object, or undefined when there is none. */
export function textAt(value: Json | undefined, key: string): string | undefined {
  const found = isObject(value) ? value[key] : undefined;
  return typeof found === 'string' ? found : undefined;
}

/** The objects in the array at `key`, or none. */
export function objectsAt(value: Json | undefined, key: string): readonly JsonObject[] {
  const found = isObject(value) ? value[key] : undefined;
  return isArray(found) ? found.filter(isObject) : [];
}

/** @throws Error when the file is missing or is not a JSON object */
export function readJsonObject(file: string): JsonObject {
  const value = JSON.parse(readFileSync(file, 'utf8')) as Json;
  if (!isObject(value)) throw new Error(`${file} is not a JSON object.`);
  return value;
}

/** As Prettier would print most of it: two spaces, a line break at the end. */
export const printJson = (value: Json): string => `${JSON.stringify(value, undefined, 2)}\n`;
