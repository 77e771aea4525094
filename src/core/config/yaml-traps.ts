// What YAML lets a person write without meaning it: refused by name instead of read in one of its two ways.
import { isAlias, isMap, isNode, isScalar, isSeq, type Document, type Node } from 'yaml';

export interface Trap {
  /** Where it stands, in characters from the beginning. */
  readonly offset: number;
  readonly problem: string;
}

/** Far above any honest file; the reader and its schemas walk a tree by recursion. */
const maxDepth = 64;

/** The same for a text that nobody has parsed: brackets may stand in a quoted text, too. */
const maxOpenBrackets = 200;
const maxIndent = 1000;

/**
 * Nesting in the raw text that would end the parser instead of being refused by it: its time and memory grow with the
 * square of the depth and of the indentation.
 */
export function findTower(text: string): Trap | undefined {
  const problem = 'it is nested too deeply';
  let open = 0;
  for (let offset = 0; offset < text.length; offset += 1) {
    const sign = text[offset];
    if (sign === '[' || sign === '{') open += 1;
    else if (sign === ']' || sign === '}') open -= 1;
    if (open > maxOpenBrackets) return { offset, problem };
  }
  const indents: number[] = [];
  let offset = 0;
  for (const line of text.split('\n')) {
    const [lead = ''] = /^[\s?:-]*/.exec(line) ?? [];
    const signs = lead.replace(/\s/g, '').length;
    while ((indents.at(-1) ?? -1) >= lead.length) indents.pop();
    if (lead.length < line.trimEnd().length) indents.push(lead.length);
    const isRule = /^-+$/.test(line.trim());
    if (!isRule && (signs > maxDepth || lead.length > maxIndent || indents.length > maxDepth))
      return { offset, problem };
    offset += line.length + 1;
  }
  return undefined;
}

/** The first thing in `document` that two readers would understand differently, or that no file may hold. */
export function findTrap(document: Document): Trap | undefined {
  const [warning] = document.warnings;
  if (warning) return { offset: warning.pos[0], problem: warning.message };
  return isNode(document.contents) ? trapIn(document.contents, document, []) : undefined;
}

function trapIn(node: Node, document: Document, above: readonly Node[]): Trap | undefined {
  const offset = node.range?.[0] ?? 0;
  if (above.length > maxDepth) return { offset, problem: `it is nested more than ${maxDepth} levels deep` };
  if (isAlias(node)) {
    const target = node.resolve(document);
    if (target && above.includes(target))
      return { offset, problem: `the alias '*${node.source}' contains itself` };
    return undefined;
  }
  if (isScalar(node)) return scalarTrap(node.value, node.source ?? '', offset);
  const path = [...above, node];
  if (isSeq(node)) return first(node.items, (item) => isNode(item) && trapIn(item, document, path));
  if (!isMap(node)) return undefined;
  const names = new Set<string>();
  return first(node.items, ({ key, value }) => {
    const name = keyTrap(key, names, offset);
    return name ?? (isNode(value) && trapIn(value, document, path));
  });
}

function keyTrap(key: unknown, names: Set<string>, mapOffset: number): Trap | undefined {
  const offset = isNode(key) ? (key.range?.[0] ?? mapOffset) : mapOffset;
  if (!isScalar(key) || (typeof key.value === 'object' && key.value !== null))
    return { offset, problem: 'a key must be a plain text' };
  const name = String(key.value);
  // The library compares 1 and "1" as two keys; as names they are one.
  if (names.has(name) && name !== '<<') return { offset, problem: `the key '${name}' stands twice` };
  names.add(name);
  return undefined;
}

function scalarTrap(value: unknown, source: string, offset: number): Trap | undefined {
  if (value instanceof Uint8Array || value instanceof Date)
    return { offset, problem: 'only texts, numbers, true, false and null may be values' };
  if (typeof value !== 'number') return undefined;
  if (!Number.isFinite(value)) return { offset, problem: `'${source}' is not a number anybody can use` };
  if (/^[-+]?0\d/.test(source))
    return {
      offset,
      problem: `'${source}' is octal for one YAML reader and decimal for the next: write it without the leading zero, or in quotes`,
    };
  return undefined;
}

function first<T>(items: readonly T[], find: (item: T) => Trap | false | undefined): Trap | undefined {
  for (const item of items) {
    const trap = find(item);
    if (trap) return trap;
  }
  return undefined;
}
