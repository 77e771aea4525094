// Rewrites single values of a JSON text and leaves every other byte of it alone.
// The ES module by its path: esbuild would take the package's UMD build, which can not be bundled.
import { findNodeAtLocation, parseTree } from 'jsonc-parser/lib/esm/main.js';
import type { TextEdit } from './text-edit.ts';
import { applyEdits } from './text-edit.ts';

export type JsonPath = readonly (string | number)[];

/** A new value for something that is there already. */
export interface JsonChange {
  readonly path: JsonPath;
  readonly value: unknown;
}

/**
 * Replaces the values at the given paths, laid out as the text around them is.
 *
 * @param text well-formed JSON
 * @param changes no two of them inside each other
 */
export function replaceValues(text: string, changes: readonly JsonChange[]): string {
  const root = parseTree(text);
  if (root === undefined || changes.length === 0) return text;
  const layout = layoutOf(text);
  const edits = changes.flatMap(({ path, value }): TextEdit[] => {
    const node = findNodeAtLocation(root, [...path]);
    if (node === undefined) return [];
    const indent = /^[ \t]*/.exec(text.slice(text.lastIndexOf('\n', node.offset - 1) + 1))?.[0] ?? '';
    return [{ start: node.offset, end: node.offset + node.length, text: layout(value, indent) }];
  });
  return applyEdits(text, edits);
}

/** Lays a value out like the rest: on one line in a text of one line, otherwise with its indentation and line ends. */
function layoutOf(text: string): (value: unknown, indent: string) => string {
  const step = /^\s*[[{][^\S\n]*\n([ \t]+)/.exec(text)?.[1];
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  return (value, indent) =>
    step === undefined
      ? JSON.stringify(value)
      : JSON.stringify(value, undefined, step).replaceAll('\n', `${eol}${indent}`);
}

/** The value at a path; undefined where there is none. */
export function valueAt(document: unknown, path: JsonPath): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null
        ? (value as Record<string | number, unknown>)[key]
        : undefined,
    document,
  );
}

/** A JSON pointer (RFC 6901). */
export const pointer = (path: JsonPath): string =>
  path.map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
