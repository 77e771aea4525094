// Reads the JSON that result templates write: Json.NET also takes names without quotes, single quotes and a last comma.
import { parse } from 'yaml';
import type { Json } from './template-path.ts';

/** Parses `text`; throws with one sentence when it is neither JSON nor its relaxed form. */
export function parseRelaxedJson(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    // A YAML flow collection is exactly the relaxed form; a block or a plain scalar is not.
    if (!/^\s*[{[]/.test(text)) throw new Error(`The result "${text}" is not JSON.`);
  }
  try {
    return parse(text) as Json;
  } catch (error) {
    throw new Error(`The result "${text}" is not JSON.`, { cause: error });
  }
}
