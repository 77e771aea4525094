// JSON in a row: in several properties, because one holds 32,768 characters at most.
import * as z from 'zod';

/** Even if each of them is three bytes long in the request, a row stays below 1 MiB. */
const partLength = 30_000;

/** Properties `json0`, `json1`, ... */
export function packJson(value: unknown): Readonly<Record<string, string>> {
  const text = JSON.stringify(value);
  const parts = Array.from({ length: Math.ceil(text.length / partLength) }, (_, index) => [
    `json${index}`,
    text.slice(index * partLength, (index + 1) * partLength),
  ]);
  return Object.fromEntries(parts) as Record<string, string>;
}

const partsSchema = z.record(z.string(), z.unknown());

export function unpackJson(row: unknown): unknown {
  const parts = partsSchema.parse(row);
  let text = '';
  for (let index = 0; ; index += 1) {
    const part = parts[`json${index}`];
    if (typeof part !== 'string') return JSON.parse(text);
    text += part;
  }
}
