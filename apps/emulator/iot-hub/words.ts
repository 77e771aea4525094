// Takes a condition of IoT Hub's query language apart into words.

export type Word =
  | { readonly kind: 'path'; readonly segments: readonly string[] }
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'sign'; readonly value: string };

/** A condition or query that IoT Hub would refuse, with the reason. */
export class ConditionError extends Error {}

/** A name, or a name in double brackets, which may hold anything but a bracket: `configurations.[[a-b]].status`. */
const path = /^(?:\$?[A-Za-z_][\w$]*|\[\[[^[\]]+\]\])(?:\.(?:\$?[\w$-]+|\[\[[^[\]]+\]\]))*/;
const text = /^(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)")/;
const number = /^-?\d+(?:\.\d+)?/;
const sign = /^(?:!=|<>|<=|>=|[=<>(),[\]*])/;

const segmentsOf = (word: string): readonly string[] =>
  (word.match(/\[\[[^[\]]+\]\]|[^.]+/g) ?? []).map((part) => part.replace(/^\[\[|\]\]$/g, ''));

/** @throws ConditionError naming what is not understood */
export function wordsOf(source: string): readonly Word[] {
  const words: Word[] = [];
  let rest = source.trimStart();
  while (rest !== '') {
    const found = text.exec(rest);
    const match = found?.[0] ?? path.exec(rest)?.[0] ?? number.exec(rest)?.[0] ?? sign.exec(rest)?.[0];
    if (match === undefined) throw new ConditionError(`'${rest.slice(0, 20)}' is not understood`);
    if (found) words.push({ kind: 'text', value: (found[1] ?? found[2] ?? '').replace(/\\(.)/g, '$1') });
    else if (path.test(match)) words.push({ kind: 'path', segments: segmentsOf(match) });
    else if (number.test(match)) words.push({ kind: 'number', value: Number(match) });
    else words.push({ kind: 'sign', value: match });
    rest = rest.slice(match.length).trimStart();
  }
  return words;
}
