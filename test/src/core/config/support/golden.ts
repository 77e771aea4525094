// What a golden case says of one key of a configuration file.
import assert from 'node:assert/strict';
import { isExtensionError } from '../../../../../src/core/errors/extension-error.ts';
import type { File } from '../../plan/support/plan-input.ts';

export interface Golden {
  /** As a file says it. */
  readonly value: unknown;
  /** What stands beside it, where the key alone is refused. */
  readonly needs?: File;
  /** A value that the key does not take, and words of the refusal. */
  readonly bad: readonly [value: unknown, words: string];
}

export const valueAt = (tree: unknown, key: string): unknown =>
  key
    .split('.')
    .reduce<unknown>(
      (at, name) => (typeof at === 'object' && at !== null ? Reflect.get(at, name) : undefined),
      tree,
    );

/** Line of the mistake in a printed file of which `before` lines come first. */
export function lineOfBad(key: string, value: unknown, before: number): string {
  const isInside = typeof value === 'object' && value !== null;
  return `line ${before + key.split('.').length + (isInside ? 1 : 0)}, ${key}`;
}

type Pair = readonly [string, string];

/** `environment` stands for every key below it. */
const covers = (name: string, key: string) => key === name || key.startsWith(`${name}.`);

export const areExclusive = (pairs: readonly Pair[], [a, b]: Pair): boolean =>
  pairs.some(
    ([first, second]) => (covers(first, a) && covers(second, b)) || (covers(first, b) && covers(second, a)),
  );

export const pairsOf = (keys: readonly string[]): readonly Pair[] =>
  keys.flatMap((a, index) => keys.slice(index + 1).map((b) => [a, b] as const));

/** `ConfigurationConflict` and the like, or nothing. */
export function refusalOf(read: () => unknown): string | undefined {
  try {
    read();
    return undefined;
  } catch (error) {
    assert.ok(isExtensionError(error), String(error));
    return error.code;
  }
}

export const textCase = <More extends object>(value: string, more: More) => ({
  ...{ value, bad: ['', 'must not be empty'] as const },
  ...more,
});

export const flagCase = <More extends object>(value: boolean, more: More) => ({
  ...{ value, bad: ['yes', "'yes' is a text: write true or false"] as const },
  ...more,
});
