// Describes the shape of a JSON document in which every key says how to mend it, and finds all departures from it at once.
import type { Json, JsonObject } from '../json.ts';
import { isArray, isObject } from '../json.ts';
import type { Finding } from './finding.ts';
import { pointer } from './finding.ts';

/** Where a value stands. */
export interface Place {
  readonly file: string;
  readonly path: readonly PropertyKey[];
}

/** Judges one value; undefined stands for a missing key. */
export type Check = (value: Json | undefined, place: Place) => readonly Finding[];

/** One finding at a place. */
export const finding = (place: Place, sentence: string, remedy: string): Finding => ({
  file: place.file,
  key: pointer(place.path),
  sentence,
  remedy,
});

export const below = (place: Place, ...path: readonly PropertyKey[]): Place => ({
  file: place.file,
  path: [...place.path, ...path],
});

const nameOf = (place: Place): string => String(place.path.at(-1) ?? place.file);

const shown = (value: Json): string => {
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
};

/** A key that must be there and satisfy `test`. The remedy says what would. */
export const required =
  (test: (value: Json) => boolean, remedy: string): Check =>
  (value, place) => {
    if (value === undefined) return [finding(place, `'${nameOf(place)}' is missing.`, remedy)];
    return test(value) ? [] : [finding(place, `'${nameOf(place)}' must not be ${shown(value)}.`, remedy)];
  };

/** A key that may be missing, but not be wrong. */
export const optional =
  (check: Check): Check =>
  (value, place) =>
    value === undefined ? [] : check(value, place);

/** Every one of several checks. */
export const all =
  (...checks: readonly Check[]): Check =>
  (value, place) =>
    checks.flatMap((check) => check(value, place));

/** An array, each of whose items passes `item`. */
export const list =
  (item: Check, remedy: string): Check =>
  (value, place) =>
    isArray(value)
      ? value.flatMap((entry, index) => item(entry, below(place, index)))
      : required(isArray, remedy)(value, place);

/** An object of the given keys and no others, but for comments (`_x.comment`), which tfx leaves out. */
export const record =
  (keys: Readonly<Record<string, Check>>, remedy: string): Check =>
  (value, place) => {
    if (!isObject(value)) return required(isObject, remedy)(value, place);
    const unknown = Object.keys(value)
      .filter((key) => !(key in keys) && !/^_.*\.comment$/.test(key))
      .map((key) =>
        finding(
          below(place, key),
          `'${key}' is not a key that Azure DevOps knows here.`,
          `Remove it, or spell it as one of: ${Object.keys(keys).join(', ')}.`,
        ),
      );
    const known = Object.entries(keys).flatMap(([key, check]) => check(value[key], below(place, key)));
    return [...unknown, ...known];
  };

/** An object with any keys, each of whose values passes `item`. */
export const dictionary =
  (item: Check, remedy: string): Check =>
  (value, place) =>
    isObject(value)
      ? Object.entries(value).flatMap(([key, entry]) => item(entry, below(place, key)))
      : required(isObject, remedy)(value, place);

export const isText = (value: Json): value is string => typeof value === 'string' && value.trim() !== '';

/** Text that is not empty. */
export const text = (remedy: string, max = Infinity): Check =>
  required((value) => isText(value) && value.length <= max, remedy);

/** Text of a form. */
export const matching = (pattern: RegExp, remedy: string): Check =>
  required((value) => isText(value) && pattern.test(value), remedy);

export const oneOf = (values: readonly string[], what: string): Check =>
  required(
    (value) => typeof value === 'string' && values.includes(value),
    `Use one of the ${what}: ${values.join(', ')}.`,
  );

export const flag: Check = required(
  (value) => typeof value === 'boolean',
  'Write true or false, without quotes.',
);

export const anything: Check = () => [];

/** Values that stand more than once in a list, by `key`; the second and later ones are the faults. */
export function duplicatesBy(
  items: readonly JsonObject[],
  key: (item: JsonObject) => string | undefined,
): readonly { index: number; value: string }[] {
  const seen = new Set<string>();
  return items.flatMap((item, index) => {
    const value = key(item);
    if (value === undefined) return [];
    // Azure DevOps compares names ignoring case.
    const folded = value.toLowerCase();
    if (seen.has(folded)) return [{ index, value }];
    seen.add(folded);
    return [];
  });
}
