// Where each key of a configuration was given: a line of a file, or a flag that overrides it.
import type { ConfigDocument } from './document.ts';
import { fail } from '../errors/catalogue.ts';
import type { ExtensionError } from '../errors/extension-error.ts';

export interface GivenKey {
  /** "line 3", or "--num-replicas". */
  readonly place: string;
  readonly value: unknown;
}

export interface Origin {
  readonly file: string;
  /** By key, e.g. `autoScaler.minReplicas`. Maps that are a value of their own (tags, variables) are one key. */
  readonly keys: Readonly<Record<string, GivenKey>>;
}

const isMap = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Every key of `document` that holds anything.
 *
 * @param wholes keys whose map is one value: its inner names are the user's
 */
export function originOf(document: ConfigDocument, wholes: ReadonlySet<string>): Origin {
  const keys: Record<string, GivenKey> = {};
  const collect = (value: unknown, path: readonly string[]): void => {
    if (value === undefined || value === null) return;
    const key = path.join('.');
    if (isMap(value) && !wholes.has(key) && Object.keys(value).length > 0)
      for (const [name, inner] of Object.entries(value)) collect(inner, [...path, name]);
    else keys[key] = { place: document.placeOfKey(path.slice(0, -1), path.at(-1) ?? ''), value };
  };
  collect(document.value, []);
  return { file: document.file, keys };
}

const placeOf = ({ keys }: Origin, key: string): string => {
  const exact = keys[key] ?? Object.entries(keys).find(([name]) => name.startsWith(`${key}.`))?.[1];
  return exact?.place ?? 'line 1';
};

/** True if `key`, or any key below it, holds something. */
export const isGiven = ({ keys }: Origin, key: string): boolean =>
  Object.keys(keys).some((name) => name === key || name.startsWith(`${key}.`));

export const invalidKey = (origin: Origin, key: string, problem: string): ExtensionError =>
  fail('ConfigurationInvalid', {
    file: origin.file,
    problems: `${placeOf(origin, key)}, ${key}: ${problem}`,
  });

export const conflictingKeys = (origin: Origin, first: string, second: string): ExtensionError =>
  fail('ConfigurationConflict', { file: origin.file, place: placeOf(origin, first), first, second });

export const keyNotSupported = (
  origin: Origin,
  key: string,
  why: { readonly reason: string; readonly instead: string },
): ExtensionError =>
  fail('ConfigurationNotSupported', { file: origin.file, place: placeOf(origin, key), key, ...why });
