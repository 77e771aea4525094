// Flags over files: a document with some of its keys given on the command line.
import type { ConfigDocument, KeyPath } from './document.ts';

export interface Override {
  /** e.g. `autoScaler.minReplicas`. */
  readonly key: string;
  readonly value: unknown;
  /** As it was typed: `--mi`. */
  readonly flag: string;
}

const isMap = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function set(value: unknown, [head = '', ...rest]: readonly string[], to: unknown): unknown {
  const map = isMap(value) ? value : {};
  return { ...map, [head]: rest.length === 0 ? to : set(map[head], rest, to) };
}

/** A document that holds nothing, for a command line without a file. */
export const emptyDocument = (file: string): ConfigDocument => ({
  file,
  value: {},
  place: () => 'no file',
  placeOfKey: () => 'no file',
});

/** The document with `overrides` in place of what it says; each is named by its flag. */
export function withOverrides(document: ConfigDocument, overrides: readonly Override[]): ConfigDocument {
  const flagAt = (path: KeyPath): string | undefined => {
    const key = path.map(String).join('.');
    return overrides.findLast((one) => one.key === key || key.startsWith(`${one.key}.`))?.flag;
  };
  const value = overrides.reduce<unknown>(
    (current, { key, value: to }) => set(current, key.split('.'), to),
    document.value ?? {},
  );
  return {
    ...document,
    value,
    place: (path) => flagAt(path) ?? document.place(path),
    placeOfKey: (path, key) => flagAt([...path, key]) ?? document.placeOfKey(path, key),
  };
}
