// Small shapes that every list and body of the REST interface shares.
import type { z } from 'zod';
import { invalidRequest } from './vss-error.ts';

export interface Page<T> {
  readonly count: number;
  readonly value: readonly T[];
}

export function page<T>(value: readonly T[]): Page<T> {
  return { count: value.length, value };
}

/** Reads a body. A body of another shape is answered as the service does, with what is wrong with it. */
export function readBody<T>(schema: z.ZodType<T>, typeName: string, body: unknown): T {
  const read = schema.safeParse(body);
  if (read.success) return read.data;
  const first = read.error.issues[0];
  const where =
    first === undefined || first.path.length === 0 ? '' : ` (${first.path.join('.')}: ${first.message})`;
  throw invalidRequest(
    `VS402903: The specified value is not convertible to type ${typeName}. Make sure it is convertible to type ${typeName} and try again.${where}`,
  );
}

/** A query value given once; the last one wins, as in the service. */
export function queryText(query: unknown, name: string): string | undefined {
  if (typeof query !== 'object' || query === null) return undefined;
  const found = Object.entries(query).find(
    ([key]) => key.toLowerCase() === name.toLowerCase(),
  )?.[1] as unknown;
  const last: unknown = Array.isArray(found) ? found.at(-1) : found;
  return typeof last === 'string' && last !== '' ? last : undefined;
}

/** A comma-separated query value. */
export function queryList(query: unknown, name: string): readonly string[] {
  return (
    queryText(query, name)
      ?.split(',')
      .filter((part) => part !== '') ?? []
  );
}

export function queryNumber(query: unknown, name: string): number | undefined {
  const text = queryText(query, name);
  if (text === undefined) return undefined;
  const value = Number(text);
  if (Number.isInteger(value)) return value;
  throw invalidRequest(`The value '${text}' of the query parameter '${name}' is not a number.`);
}
