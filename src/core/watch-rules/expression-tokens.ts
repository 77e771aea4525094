// Cuts the text of an expression into its words, each with the column at which it begins.

export interface Token {
  readonly kind: 'name' | 'number' | 'text' | 'sign' | 'end' | 'wrong';
  /** As written; of a text in quotes what it stands for; of a wrong piece what is wrong with it. */
  readonly text: string;
  /** Counted from 1. */
  readonly column: number;
}

const patterns = [
  ['name', /[A-Za-z_][\w-]*(?:\.[\w-]+)*/y],
  ['number', /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.])/y],
  ['sign', /==|!=|>=|<=|>|<|[()[\],]/y],
] as const;

/** Either kind of quotes; a backslash stands before a quote or a backslash that is meant as itself. */
const quoted = /"((?:[^"\\]|\\["'\\])*)"|'((?:[^'\\]|\\["'\\])*)'/y;

/** What people write who think of another language. */
const instead: Readonly<Record<string, string>> = {
  '=': "write '==' to compare",
  '&': "write 'and'",
  '|': "write 'or'",
  '!': "write 'not'",
  '"': 'the text in quotes has no end, or a backslash before something that is neither a quote nor a backslash',
  "'": 'the text in quotes has no end, or a backslash before something that is neither a quote nor a backslash',
};

/** Never throws: what cannot be read is the last token, of kind `wrong`; otherwise the last one is the `end`. */
export function tokensOf(expression: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  for (;;) {
    at += /^\s*/.exec(expression.slice(at))?.[0].length ?? 0;
    const column = at + 1;
    if (at >= expression.length) return [...tokens, { kind: 'end', text: '', column }];
    const read = readToken(expression, at);
    if (read === undefined) {
      const sign = String.fromCodePoint(expression.codePointAt(at) ?? 0);
      const text = instead[sign] ?? `'${sign}' has no meaning here`;
      return [...tokens, { kind: 'wrong', text, column }];
    }
    tokens.push({ kind: read.kind, text: read.text, column });
    at += read.length;
  }
}

function readToken(expression: string, at: number) {
  quoted.lastIndex = at;
  const match = quoted.exec(expression);
  if (match !== null) {
    const text = (match[1] ?? match[2] ?? '').replace(/\\(["'\\])/g, '$1');
    return { kind: 'text', text, length: match[0].length } as const;
  }
  for (const [kind, pattern] of patterns) {
    pattern.lastIndex = at;
    const text = pattern.exec(expression)?.[0];
    if (text !== undefined) return { kind, text, length: text.length } as const;
  }
  return undefined;
}
