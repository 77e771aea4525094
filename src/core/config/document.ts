// Reads a JSON or YAML configuration text against a schema; every mistake is named with file, line and key.
import { LineCounter, isMap, isNode, isScalar, parseDocument, type Document } from 'yaml';
import type { z } from 'zod';
import { fail } from '../errors/catalogue.ts';

/** Expansions of YAML anchors allowed in one file: far above any honest use, far below an alias bomb. */
const maxAliases = 100;

/** How many mistakes one sentence lists before it says "and N more", unless the caller wants more. */
const defaultMaxListed = 5;

interface Parsed {
  readonly document: Document;
  readonly lines: LineCounter;
}

function parseText(text: string, file: string): Parsed {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true, prettyErrors: false });
  const [first] = document.errors;
  if (first) {
    const { line } = lines.linePos(first.pos[0]);
    throw fail('ConfigurationUnreadable', { file, line, problem: oneLine(first.message) }, first);
  }
  return { document, lines };
}

function toValue({ document }: Parsed, file: string): unknown {
  try {
    return document.toJS({ maxAliasCount: maxAliases });
  } catch (error) {
    const problem = error instanceof Error ? oneLine(error.message) : 'it can not be read';
    throw fail('ConfigurationUnreadable', { file, line: 1, problem }, error);
  }
}

const oneLine = (text: string) => text.replace(/\s+/g, ' ').trim();

/** The line of the value at `path`, or of its nearest parent that exists. */
function lineOf({ document, lines }: Parsed, path: readonly PropertyKey[]): number {
  for (let length = path.length; length > 0; length -= 1) {
    const node = document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
  }
  return 1;
}

/** The line of a key whose value may begin further down. */
function lineOfKey({ document, lines }: Parsed, path: readonly PropertyKey[], key: string): number {
  const map = document.getIn(path, true);
  const pair = isMap(map)
    ? map.items.find((item) => isScalar(item.key) && String(item.key.value) === key)
    : null;
  return isNode(pair?.key) && pair.key.range ? lines.linePos(pair.key.range[0]).line : 1;
}

function describeIssue(parsed: Parsed, issue: z.core.$ZodIssue): string[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => {
      const name = [...issue.path, key].map(String).join('.');
      return `line ${lineOfKey(parsed, issue.path, key)}, ${name}: this key is not known`;
    });
  }
  const key = issue.path.map(String).join('.') || 'the whole file';
  return [`line ${lineOf(parsed, issue.path)}, ${key}: ${mistakeOf(issue)}`];
}

/** The schema library's words where they help; a missing key is named as a person names it. */
function mistakeOf({ message }: z.core.$ZodIssue): string {
  if (message.endsWith('received undefined')) return 'is required';
  return oneLine(message.replace(/^Invalid (?:input|option): /, ''));
}

/**
 * Parses `text` (YAML, of which JSON is a part) and checks it against `schema`.
 *
 * @throws ConfigurationUnreadable for text that is no YAML or JSON (duplicate keys and alias bombs included)
 * @throws ConfigurationInvalid listing the mistakes with line and key
 */
export function parseConfiguration<T>(
  schema: z.ZodType<T>,
  text: string,
  file: string,
  maxListed = defaultMaxListed,
): T {
  const parsed = parseText(text, file);
  const result = schema.safeParse(toValue(parsed, file));
  if (result.success) return result.data;
  const mistakes = result.error.issues.flatMap((issue) => describeIssue(parsed, issue));
  const listed = mistakes.slice(0, maxListed);
  const more = mistakes.length - listed.length;
  throw fail('ConfigurationInvalid', {
    file,
    problems: more > 0 ? `${listed.join('; ')}; and ${more} more` : listed.join('; '),
  });
}
