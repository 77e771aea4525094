// Conditions of IoT Hub's query language over a twin: AND, OR, NOT, comparisons, IN, and a few functions.
import { ConditionError, wordsOf, type Word } from './words.ts';

export type Document = Readonly<Record<string, unknown>>;
export type Condition = (document: Document) => boolean;
type Operand = (document: Document) => unknown;

export interface ParsedCondition {
  readonly holds: Condition;
  /** Every path that it reads, as it was written. */
  readonly paths: readonly (readonly string[])[];
}

/** The value at `segments`; undefined when anything on the way is missing. */
export function valueAt(document: unknown, segments: readonly string[]): unknown {
  return segments.reduce<unknown>(
    (value, name) =>
      typeof value === 'object' && value !== null && Object.hasOwn(value, name)
        ? (value as Record<string, unknown>)[name]
        : undefined,
    document,
  );
}

/** Values of two kinds are never equal, and nothing compares with what is missing. */
function compare(operator: string, a: unknown, b: unknown): boolean {
  if (a === undefined || b === undefined) return false;
  if (operator === '=') return a === b;
  if (operator === '!=' || operator === '<>') return a !== b;
  if (typeof a !== typeof b || (typeof a !== 'number' && typeof a !== 'string')) return false;
  const [left, right] = [a, b as typeof a];
  if (operator === '<') return left < right;
  if (operator === '<=') return left <= right;
  return operator === '>' ? left > right : left >= right;
}

const functions: Readonly<Record<string, (...values: readonly unknown[]) => boolean>> = {
  is_defined: (value) => value !== undefined,
  is_null: (value) => value === null,
  is_string: (value) => typeof value === 'string',
  is_number: (value) => typeof value === 'number',
  is_bool: (value) => typeof value === 'boolean',
  startswith: (value, start) => typeof value === 'string' && value.startsWith(String(start)),
  endswith: (value, end) => typeof value === 'string' && value.endsWith(String(end)),
  contains: (value, part) => typeof value === 'string' && value.includes(String(part)),
};

class Reader {
  readonly paths: (readonly string[])[] = [];
  readonly #words: readonly Word[];
  #at = 0;

  constructor(words: readonly Word[]) {
    this.#words = words;
  }

  #isSign(value: string): boolean {
    const word = this.#words[this.#at];
    return word?.kind === 'sign' && word.value === value;
  }

  #isKeyword(keyword: string): boolean {
    const word = this.#words[this.#at];
    return word?.kind === 'path' && word.segments.length === 1 && word.segments[0]?.toUpperCase() === keyword;
  }

  #take(what: (value: string) => boolean, value: string): boolean {
    if (!what.call(this, value)) return false;
    this.#at += 1;
    return true;
  }

  #expect(value: string): void {
    if (!this.#take(this.#isSign, value)) throw new ConditionError(`'${value}' is expected`);
  }

  either(): Condition {
    const parts = [this.#both()];
    while (this.#take(this.#isKeyword, 'OR')) parts.push(this.#both());
    return (document) => parts.some((part) => part(document));
  }

  #both(): Condition {
    const parts = [this.#inverse()];
    while (this.#take(this.#isKeyword, 'AND')) parts.push(this.#inverse());
    return (document) => parts.every((part) => part(document));
  }

  #inverse(): Condition {
    if (this.#take(this.#isKeyword, 'NOT')) {
      const part = this.#inverse();
      return (document) => !part(document);
    }
    if (!this.#take(this.#isSign, '(')) return this.#comparison();
    const inner = this.either();
    this.#expect(')');
    return inner;
  }

  #comparison(): Condition {
    const call = this.#call();
    if (call) return call;
    const left = this.#operand();
    const word = this.#words[this.#at];
    if (this.#take(this.#isKeyword, 'IN')) return this.#list(left);
    if (word?.kind !== 'sign' || !/^(?:=|!=|<>|<|<=|>|>=)$/.test(word.value))
      throw new ConditionError('a comparison is expected');
    this.#at += 1;
    const right = this.#operand();
    return (document) => compare(word.value, left(document), right(document));
  }

  #list(left: Operand): Condition {
    this.#expect('[');
    const items = [this.#operand()];
    while (this.#take(this.#isSign, ',')) items.push(this.#operand());
    this.#expect(']');
    return (document) => items.some((item) => compare('=', left(document), item(document)));
  }

  #call(): Condition | undefined {
    const word = this.#words[this.#at];
    const next = this.#words[this.#at + 1];
    if (word?.kind !== 'path' || next?.kind !== 'sign' || next.value !== '(') return undefined;
    const name = word.segments.join('.').toLowerCase();
    const run = functions[name];
    if (run === undefined) throw new ConditionError(`there is no function '${name}'`);
    this.#at += 2;
    const values = [this.#operand()];
    while (this.#take(this.#isSign, ',')) values.push(this.#operand());
    this.#expect(')');
    return (document) => run(...values.map((value) => value(document)));
  }

  #operand(): Operand {
    const word = this.#words[this.#at];
    this.#at += 1;
    if (word === undefined) throw new ConditionError('it ends too early');
    if (word.kind === 'text' || word.kind === 'number') return () => word.value;
    if (word.kind === 'sign') throw new ConditionError(`'${word.value}' is not expected`);
    const { segments } = word;
    const constant = { true: true, false: false, null: null }[segments.join('.').toLowerCase()];
    if (constant !== undefined) return () => constant;
    this.paths.push(segments);
    return (document) => valueAt(document, segments);
  }

  end(): void {
    if (this.#at < this.#words.length) throw new ConditionError('AND or OR is expected');
  }
}

/** @throws ConditionError saying what is wrong with `source` */
export function parseCondition(source: string): ParsedCondition {
  const reader = new Reader(wordsOf(source));
  const holds = reader.either();
  reader.end();
  return { holds, paths: reader.paths };
}

/** What the target condition of a deployment may speak of; anything else is refused. */
const targetRoots = /^(?:deviceId|tags|properties\.reported)(?:\.|$)/;

/**
 * Which devices `source` means: none when it is empty, all when it is `*`.
 *
 * @throws ConditionError
 */
export function parseTargetCondition(source: string): Condition {
  if (source.trim() === '') return () => false;
  if (source.trim() === '*') return () => true;
  const { holds, paths } = parseCondition(source);
  const other = paths.find((path) => !targetRoots.test(path.join('.')));
  if (other)
    throw new ConditionError(`'${other.join('.')}' is neither deviceId nor a tag nor a reported property`);
  return holds;
}
