// Edits of a YAML text at the positions of its nodes: everything that is not named stays byte for byte.
import { type Pair, type YAMLMap, isNode, isScalar } from 'yaml';
import type { TextEdit } from './text-edit.ts';

/** A pair whose key is a plain text, as it stands in the file. */
export interface PlacedPair {
  readonly name: string;
  readonly pair: Pair;
  readonly map: YAMLMap;
  /** The key of `map` in the map around it. */
  readonly parentKey: Pair['key'];
}

/** Rewrites a text; positions are those of the original. */
export function createYamlEditor(text: string) {
  const eol = text.includes('\r\n') ? '\r\n' : '\n';

  const lineStart = (position: number): number => text.lastIndexOf('\n', position - 1) + 1;

  const nextLine = (position: number): number => {
    if (text[position - 1] === '\n') return position;
    const end = text.indexOf('\n', position);
    return end < 0 ? text.length : end + 1;
  };

  /** The white space before a key that begins its line; undefined when something else stands there. */
  const indentAt = (position: number): string | undefined => {
    const before = text.slice(lineStart(position), position);
    return /^[ \t]*$/.test(before) ? before : undefined;
  };

  const replaceNode = (node: unknown, value: string): TextEdit => {
    const [start, end] = span(node);
    return { start, end, text: value };
  };

  /**
   * Takes pairs out of a map; one that would be empty becomes `{}`, as an empty block map would be null.
   *
   * @param parentKey the key of the map; absent when others are put into it, so that it does not stay empty
   */
  function removePairs(map: YAMLMap, parentKey: Pair['key'], doomed: ReadonlySet<Pair>): readonly TextEdit[] {
    if (doomed.size === 0) return [];
    const [start, end] = span(map);
    if (parentKey !== undefined && map.items.every((pair) => doomed.has(pair))) {
      if (map.flow === true) return [{ start, end, text: '{}' }];
      const colon = text.indexOf(':', span(parentKey)[1]) + 1;
      return [
        { start: colon, end: colon, text: ' {}' },
        { start: lineStart(start), end: nextLine(end), text: '' },
      ];
    }
    if (map.flow === true) return removeFromFlow(map, doomed);
    return [...doomed].map((pair) => ({
      start: lineStart(span(pair.key)[0]),
      end: nextLine(endOf(pair)),
      text: '',
    }));
  }

  function removeFromFlow(map: YAMLMap, doomed: ReadonlySet<Pair>): readonly TextEdit[] {
    return map.items.flatMap((pair, index): TextEdit[] => {
      if (!doomed.has(pair)) return [];
      const next = map.items[index + 1];
      if (map.items.slice(index + 1).some((later) => !doomed.has(later)) && next !== undefined) {
        return [{ start: span(pair.key)[0], end: span(next.key)[0], text: '' }];
      }
      // Nothing stays behind it: the comma before it goes as well.
      const before = map.items[index - 1];
      const start = before === undefined ? span(pair.key)[0] : endOf(before);
      return [{ start, end: endOf(pair), text: '' }];
    });
  }

  /** Puts pairs at the beginning of a map. */
  function insertFirst(map: YAMLMap, added: readonly { name: string; value: string }[]): TextEdit {
    const first = span(map.items[0]?.key)[0];
    const written = added.map(({ name, value }) => `${name}: ${scalarText(value)}`);
    if (map.flow === true) {
      // Whether a comma has to follow is decided by what stays; YAML accepts one at the end.
      return { start: first, end: first, text: written.map((each) => `${each}, `).join('') };
    }
    const start = lineStart(first);
    const indent = text.slice(start, first);
    return { start, end: start, text: written.map((each) => `${indent}${each}${eol}`).join('') };
  }

  /** Puts pairs behind another one. */
  function insertAfter(anchor: PlacedPair, added: readonly { name: string; value: string }[]): TextEdit {
    const written = added.map(({ name, value }) => `${name}: ${scalarText(value)}`);
    const end = endOf(anchor.pair);
    if (anchor.map.flow === true)
      return { start: end, end, text: written.map((each) => `, ${each}`).join('') };
    const key = span(anchor.pair.key)[0];
    const indent = indentAt(key) ?? ' '.repeat(key - lineStart(key));
    const at = nextLine(end);
    const lines = written.map((each) => `${indent}${each}`).join(eol);
    return { start: at, end: at, text: text[at - 1] === '\n' ? `${lines}${eol}` : `${eol}${lines}` };
  }

  /** A comment on a line of its own above the line of `node`; nothing where that line does not begin a block. */
  function commentAbove(node: unknown, comment: string): readonly TextEdit[] {
    const start = lineStart(span(node)[0]);
    const before = text.slice(start, span(node)[0]);
    if (!/^[ \t]*(?:- *)*$/.test(before)) return [];
    const indent = /^[ \t]*/.exec(before)?.[0] ?? '';
    const above = text.slice(lineStart(start - 1), start).trim();
    if (start > 0 && above === comment) return [];
    return [{ start, end: start, text: `${indent}${comment}${eol}` }];
  }

  return { replaceNode, removePairs, insertFirst, insertAfter, commentAbove };
}

export type YamlEditor = ReturnType<typeof createYamlEditor>;

/** First position of a node and the one behind its value. */
export function span(node: unknown): readonly [number, number] {
  const range = isNode(node) ? node.range : undefined;
  return range ? [range[0], range[1]] : [0, 0];
}

const endOf = (pair: Pair): number => Math.max(span(pair.key)[1], span(pair.value)[1]);

/** How a text is written as a YAML value: bare where nothing in it means anything to YAML, otherwise in single quotes. */
export function scalarText(value: string): string {
  const bare = /^[A-Za-z][\w./-]*$/.test(value) && !/^(?:true|false|null|yes|no|on|off|y|n)$/i.test(value);
  return bare ? value : `'${value.replaceAll("'", "''")}'`;
}

/** The text of a key or value; undefined when it is no plain text. Numbers and truth values are given as they are written. */
export function scalarOf(node: unknown): string | undefined {
  if (!isScalar(node)) return undefined;
  if (typeof node.value === 'string') return node.value;
  return node.value === null ? '' : node.source;
}
