// Picks the results out of an answer: `jsonpath:` in the Json.NET dialect (no script expressions), `plaintext`, `none`.
import { JSONPath } from 'jsonpath-plus';
import type { Json } from './template-path.ts';

/** What jsonpath-plus knows and Json.NET does not: (script) steps, parent ^, property name ~, escape `, @type(). */
const notJsonNet = /\[\(|\^|~|`|@[a-z]+\(/;

function distinct(values: readonly Json[]): Json[] {
  return [...new Map(values.map((value) => [JSON.stringify(value), value])).values()];
}

function selectedByPath(path: string, body: Json): Json[] {
  if (notJsonNet.test(path))
    throw new Error(`The result selector "${path}" uses what the server's JSONPath dialect does not have.`);
  if (body === null) return [];
  const json = body as object | string | number | boolean;
  const selected: unknown = JSONPath({
    path: path.startsWith('$') ? path : `$.${path}`,
    json,
    eval: 'safe',
    wrap: true,
  });
  return distinct(selected as Json[]);
}

/** The results of `text` (an answer's body), without doubles. Throws when the selector or the body is not usable. */
export function selectResults(selector: string, text: string): readonly Json[] {
  if (selector === 'none') return [];
  if (selector === 'plaintext') return [text];
  if (selector.startsWith('jsonpath:')) {
    const body = text.trim() === '' ? null : (JSON.parse(text) as Json);
    return selectedByPath(selector.slice('jsonpath:'.length), body);
  }
  throw new Error(
    `The result selector "${selector}" is not one of jsonpath:, plaintext, none (xpath: is not emulated).`,
  );
}
