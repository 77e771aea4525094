// Reads a JSON or YAML configuration text against a schema; every mistake is named with file, line and key.
import { LineCounter, isMap, isNode, isScalar, parseDocument, type Document } from 'yaml';
import type { z } from 'zod';
import { fail } from '../errors/catalogue.ts';
import { findTower, findTrap } from './yaml-traps.ts';

/** Expansions of YAML anchors allowed in one file: far above any honest use, far below an alias bomb. */
const maxAliases = 100;

/** How many mistakes one sentence lists before it says "and N more", unless the caller wants more. */
const defaultMaxListed = 5;

export type KeyPath = readonly PropertyKey[];

/** A text that was read, and where in it each value stands. */
export interface ConfigDocument {
  readonly file: string;
  readonly value: unknown;
  /** "line 3" of the value at `path`, of its nearest parent that exists, or the flag that gave it. */
  place(path: KeyPath): string;
  /** The same for a key of the map at `path`, whose value may begin further down. */
  placeOfKey(path: KeyPath, key: string): string;
}

export interface ReadOptions {
  /** Keys whose value is a text even where it looks like a number: `1.10` stays `1.10`. */
  readonly textKeys?: readonly string[];
}

interface Parsed {
  readonly document: Document;
  readonly lines: LineCounter;
}

const oneLine = (text: string) => text.replace(/\s+/g, ' ').trim();

function parseText(text: string, file: string): Parsed {
  const lines = new LineCounter();
  const unreadable = (offset: number, problem: string, cause?: unknown) =>
    fail(
      'ConfigurationUnreadable',
      { file, line: lines.linePos(offset).line || 1, problem: oneLine(problem) },
      cause,
    );
  const tower = findTower(text);
  if (tower) {
    const line = text.slice(0, tower.offset).split('\n').length;
    throw fail('ConfigurationUnreadable', { file, line, problem: tower.problem });
  }
  const document = parseDocument(text, {
    lineCounter: lines,
    // The library compares every key with every other; yaml-traps.ts does it in one pass, and more strictly.
    uniqueKeys: false,
    prettyErrors: false,
    merge: true,
  });
  const [first] = document.errors;
  if (first) throw unreadable(first.pos[0], first.message, first);
  const trap = findTrap(document);
  if (trap) throw unreadable(trap.offset, trap.problem);
  return { document, lines };
}

function keepTexts({ document }: Parsed, keys: readonly string[]): void {
  for (const key of keys) {
    const node = document.getIn(key.split('.'), true);
    if (isScalar(node) && typeof node.value === 'number' && node.source !== undefined)
      node.value = node.source;
  }
}

function toValue({ document }: Parsed, file: string): unknown {
  try {
    return document.toJS({ maxAliasCount: maxAliases });
  } catch (error) {
    const problem = error instanceof Error ? oneLine(error.message) : 'it can not be read';
    throw fail('ConfigurationUnreadable', { file, line: 1, problem }, error);
  }
}

/** The line of the value at `path`, or of its nearest parent that exists. */
function lineOf({ document, lines }: Parsed, path: KeyPath): number {
  for (let length = path.length; length > 0; length -= 1) {
    const node = document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
  }
  return 1;
}

/** The line of a key whose value may begin further down. */
function lineOfKey({ document, lines }: Parsed, path: KeyPath, key: string): number {
  const map = document.getIn(path, true);
  const pair = isMap(map)
    ? map.items.find((item) => isScalar(item.key) && String(item.key.value) === key)
    : null;
  return isNode(pair?.key) && pair.key.range ? lines.linePos(pair.key.range[0]).line : 1;
}

/**
 * Parses `text` (YAML, of which JSON is a part).
 *
 * @throws ConfigurationUnreadable for text that is no YAML or JSON, and for what two readers would read differently
 */
export function readDocument(text: string, file: string, options: ReadOptions = {}): ConfigDocument {
  const parsed = parseText(text, file);
  keepTexts(parsed, options.textKeys ?? []);
  return {
    file,
    value: toValue(parsed, file),
    place: (path) => `line ${lineOf(parsed, path)}`,
    placeOfKey: (path, key) => `line ${lineOfKey(parsed, path, key)}`,
  };
}

const isOfAnotherKind = (issues: readonly z.core.$ZodIssue[]): boolean =>
  issues.some(({ code, path }) => code === 'invalid_type' && path.length === 0);

/** The mistakes of the alternative that was meant: the one whose kind of value was given. */
function meantIssues(issue: z.core.$ZodIssueInvalidUnion): readonly z.core.$ZodIssue[] | undefined {
  const meant = issue.errors.find((issues) => !isOfAnotherKind(issues));
  return meant?.map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] }));
}

/** `expected string or number`, for a value of none of the kinds; what the schema says itself goes first. */
function kindsOf({ message, errors }: z.core.$ZodIssueInvalidUnion): string {
  const kinds = errors.flat().flatMap((issue) => (issue.code === 'invalid_type' ? [issue.expected] : []));
  return message === 'Invalid input' && kinds.length > 0
    ? `expected ${[...new Set(kinds)].join(' or ')}`
    : message;
}

function describeIssue(document: ConfigDocument, issue: z.core.$ZodIssue): string[] {
  const meant = issue.code === 'invalid_union' ? meantIssues(issue) : undefined;
  if (meant) return meant.flatMap((inner) => describeIssue(document, inner));
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => {
      const name = [...issue.path, key].map(String).join('.');
      return `${document.placeOfKey(issue.path, key)}, ${name}: this key is not known`;
    });
  }
  const key = issue.path.map(String).join('.') || 'the whole file';
  const mistake = mistakeOf(document, issue);
  const value = offending(document, issue.path);
  // Some mistakes name the value themselves.
  const found = value === '' || mistake.includes(`'${value}'`) ? '' : ` (found '${value}')`;
  return [`${document.place(issue.path)}, ${key}: ${mistake}${found}`];
}

/** Keys whose values may be secrets, put there by mistake or rightly: none of them is ever repeated. */
const discreet = /from$|secret|password|token|credential|connection|variables/i;

/** The offending value, if it is one that a line can hold and a log may show; else empty. */
function offending({ value }: ConfigDocument, path: KeyPath): string {
  if (path.some((key) => discreet.test(String(key)))) return '';
  const given = valueAt(value, path);
  if (!['string', 'number', 'boolean'].includes(typeof given)) return '';
  const text = String(given);
  // An address can hold a password.
  return text.length > 60 || text.includes('@') ? '' : text;
}

const yesAndNo = new Set(['yes', 'no', 'on', 'off', 'y', 'n', 'true', 'false']);

function valueAt(value: unknown, path: KeyPath): unknown {
  return path.reduce<unknown>(
    (at, key) => (typeof at === 'object' && at !== null ? Reflect.get(at, key) : undefined),
    value,
  );
}

/** The schema library's words where they help; a missing key is named as a person names it. */
function mistakeOf({ value }: ConfigDocument, issue: z.core.$ZodIssue): string {
  if (issue.message.endsWith('received undefined')) return 'is required';
  const given = valueAt(value, issue.path);
  if (
    issue.code === 'invalid_type' &&
    issue.expected === 'boolean' &&
    yesAndNo.has(String(given).toLowerCase())
  )
    return `'${String(given)}' is a text: write true or false, without quotes`;
  if (issue.code === 'invalid_union') return oneLine(kindsOf(issue));
  return oneLine(issue.message.replace(/^Invalid (?:input|option): /, ''));
}

/** @throws ConfigurationInvalid listing the mistakes with line and key */
export function checkDocument<T>(
  schema: z.ZodType<T>,
  document: ConfigDocument,
  maxListed = defaultMaxListed,
): T {
  // A process checks a configuration once: by default the library writes and compiles a function for each schema first, which takes
  // longer than all its checks.
  const result = schema.safeParse(document.value, { jitless: true });
  if (result.success) return result.data;
  const mistakes = result.error.issues.flatMap((issue) => describeIssue(document, issue));
  const listed = mistakes.slice(0, maxListed);
  const more = mistakes.length - listed.length;
  throw fail('ConfigurationInvalid', {
    file: document.file,
    problems: more > 0 ? `${listed.join('; ')}; and ${more} more` : listed.join('; '),
  });
}

/**
 * Parses `text` and checks it against `schema`.
 *
 * @throws ConfigurationUnreadable for text that is no YAML or JSON (duplicate keys and alias bombs included)
 * @throws ConfigurationInvalid listing the mistakes with line and key
 */
export const parseConfiguration = <T>(
  schema: z.ZodType<T>,
  text: string,
  file: string,
  maxListed = defaultMaxListed,
): T => checkDocument(schema, readDocument(text, file), maxListed);
