// Reads an expression such as `accuracy >= 0.9 and stage == "prod"`, by recursive descent.
import { fail } from '../errors/catalogue.ts';
import { type Comparison, type Expression, type Literal, type Name, reservedWords } from './expression.ts';
import { type Token, tokensOf } from './expression-tokens.ts';

/** The longest expression, in characters: far above any honest use, and below what recursion cannot bear. */
const longest = 1000;

const comparisons: ReadonlySet<string> = new Set<Comparison>(['==', '!=', '>=', '<=', '>', '<']);

/**
 * @throws WatchExpressionInvalid with the column of the first mistake: of syntax (a missing parenthesis) or of
 *   type (a text that is to be greater than another)
 */
export function parseExpression(expression: string): Expression {
  if (expression.length > longest) {
    throw mistake(expression, longest + 1, `it is longer than ${longest} characters`);
  }
  const tokens = new Tokens(expression);
  const parsed = parseOr(tokens);
  const rest = tokens.next();
  if (rest.kind !== 'end') throw tokens.expected("'and', 'or' or the end", rest);
  return parsed;
}

class Tokens {
  readonly #expression: string;
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(expression: string) {
    this.#expression = expression;
    this.#tokens = tokensOf(expression);
  }

  peek(): Token {
    return this.#tokens[this.#at] ?? { kind: 'end', text: '', column: this.#expression.length + 1 };
  }

  next(): Token {
    const token = this.peek();
    this.#at += 1;
    return token;
  }

  /** Goes past the word or sign if it comes next, and says whether it did. */
  takes(text: string): boolean {
    const { kind, text: found } = this.peek();
    const is = (kind === 'name' || kind === 'sign') && found === text;
    if (is) this.#at += 1;
    return is;
  }

  needs(text: string): void {
    if (!this.takes(text)) throw this.expected(`'${text}'`, this.peek());
  }

  expected(what: string, found: Token): Error {
    if (found.kind === 'wrong') return this.mistake(found, found.text);
    const instead = found.kind === 'end' ? 'the expression ends' : `'${found.text}' stands`;
    return this.mistake(found, `${instead} where ${what} is expected`);
  }

  mistake({ column }: Token, problem: string): Error {
    return mistake(this.#expression, column, problem);
  }
}

function mistake(expression: string, column: number, problem: string): Error {
  return fail('WatchExpressionInvalid', { expression: expression.slice(0, longest), column, problem });
}

function parseOr(tokens: Tokens): Expression {
  let left = parseAnd(tokens);
  while (tokens.takes('or')) left = { kind: 'or', left, right: parseAnd(tokens) };
  return left;
}

function parseAnd(tokens: Tokens): Expression {
  let left = parseUnary(tokens);
  while (tokens.takes('and')) left = { kind: 'and', left, right: parseUnary(tokens) };
  return left;
}

function parseUnary(tokens: Tokens): Expression {
  if (tokens.takes('not')) return { kind: 'not', operand: parseUnary(tokens) };
  if (tokens.takes('(')) {
    const inner = parseOr(tokens);
    tokens.needs(')');
    return inner;
  }
  if (tokens.takes('exists')) {
    tokens.needs('(');
    const name = parseName(tokens);
    tokens.needs(')');
    return { kind: 'exists', name };
  }
  return parseComparison(tokens);
}

function parseComparison(tokens: Tokens): Expression {
  const name = parseName(tokens);
  if (tokens.takes('in')) return { kind: 'in', name, values: parseList(tokens, name) };
  const sign = tokens.next();
  if (sign.kind !== 'sign' || !isComparison(sign.text)) {
    throw tokens.expected("'==', '!=', '>=', '<=', '>', '<' or 'in'", sign);
  }
  const at = tokens.peek();
  const value = parseLiteral(tokens, name);
  if (typeof value === 'string' && sign.text !== '==' && sign.text !== '!=') {
    throw tokens.mistake(at, `'${sign.text}' compares numbers, but '${value}' is a text`);
  }
  return { kind: 'compare', name, operator: sign.text, value };
}

function isComparison(text: string): text is Comparison {
  return comparisons.has(text);
}

function parseList(tokens: Tokens, name: Name): readonly Literal[] {
  tokens.needs('[');
  const values: Literal[] = [];
  do values.push(parseLiteral(tokens, name));
  while (tokens.takes(','));
  tokens.needs(']');
  return values;
}

function parseLiteral(tokens: Tokens, name: Name): Literal {
  const token = tokens.next();
  if (token.kind === 'text') return token.text;
  if (token.kind === 'name') {
    throw tokens.mistake(
      token,
      `the word '${token.text}' stands where a value is expected: put it in quotes`,
    );
  }
  if (token.kind !== 'number') throw tokens.expected('a number or a text in quotes', token);
  const value = Number(token.text);
  if (!Number.isFinite(value)) throw tokens.mistake(token, `the number ${token.text} is too large`);
  if (name.of === 'stage' || name.of === 'type') {
    throw tokens.mistake(token, `${name.of} is a text, but ${token.text} is a number: put it in quotes`);
  }
  return value === 0 ? 0 : value; // -0 is no other number
}

function parseName(tokens: Tokens): Name {
  const token = tokens.next();
  const { kind, text } = token;
  if (kind !== 'name') throw tokens.expected('the name of a tag or a property', token);
  if (text === 'version' || text === 'stage' || text === 'type') return { of: text };
  if (text === 'tags' || text === 'properties') {
    tokens.needs('[');
    const key = tokens.next();
    if (key.kind !== 'text') throw tokens.expected('a name in quotes', key);
    tokens.needs(']');
    return { of: text, key: key.text };
  }
  if (reservedWords.has(text)) throw tokens.expected('the name of a tag or a property', token);
  for (const of of ['tags', 'properties'] as const) {
    if (text.startsWith(`${of}.`)) return { of, key: text.slice(of.length + 1) };
  }
  return { of: 'either', key: text };
}
