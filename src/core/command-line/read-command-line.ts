// Reads a command line by its table of flags: `--ae`, `--ae true`, `--cc=2`, `-m a:1 b:2`, and words that belong to no flag.
import { dashed, type Flag, type FlagTable, type FlagValues, namesOf } from './flag.ts';

export interface CommandLine<T extends FlagTable> {
  readonly values: FlagValues<T>;
  /** Long name -> the flag as it was typed, for messages about its value. */
  readonly typed: Readonly<Partial<Record<keyof T, string>>>;
  /** The words that belong to no flag. */
  readonly words: readonly string[];
}

type Value = string | number | boolean | readonly string[];
type Invalid = (problem: string) => Error;

export interface Reading {
  /** Makes the error of the program that reads. */
  readonly invalid: Invalid;
  /** Whether the command takes words that belong to no flag. */
  readonly words?: 'none' | 'any';
  /** What to add about a flag that the table does not know, e.g. which command takes it. */
  readonly aboutUnknown?: (typed: string) => string | undefined;
}

/** Everything from a dash and a letter on; a number below zero and a lonely dash are values. */
const flagShape = /^(--?[a-zA-Z][\w-]*)(?:=(.*))?$/s;
const isFlag = (word: string | undefined): boolean => word !== undefined && /^--?[a-zA-Z]/.test(word);

/** The words still to be read, and how a flag takes its value from them. */
class Rest {
  readonly #words: string[];
  constructor(argv: readonly string[]) {
    this.#words = [...argv];
  }
  next(): string | undefined {
    return this.#words.shift();
  }
  /** The next word if it is a value that fits. */
  value(fits: (word: string) => boolean = () => true): string | undefined {
    const [word] = this.#words;
    return word === undefined || isFlag(word) || word === '--' || !fits(word) ? undefined : this.next();
  }
}

const isBoolean = (word: string): boolean => /^(true|false)$/i.test(word);

interface Taking {
  readonly flag: Flag;
  readonly typed: string;
  /** What stands behind an equals sign. */
  readonly inline: string | undefined;
}

function oneValue({ flag, typed, inline }: Taking, rest: Rest, invalid: Invalid): Value {
  const required = (): string => {
    const value = inline ?? rest.value();
    if (value === undefined) throw invalid(`${typed} needs a value`);
    if (value.trim() === '') throw invalid(`${typed} is empty`);
    if (flag.choices !== undefined && !flag.choices.includes(value))
      throw invalid(`${typed} is '${value}' but knows ${flag.choices.join(', ')} only`);
    return value;
  };
  switch (flag.kind) {
    case 'switch':
      if (inline !== undefined) throw invalid(`${typed} takes no value, and not '${inline}'`);
      return true;
    case 'boolean': {
      const value = inline ?? rest.value(isBoolean) ?? 'true';
      if (!isBoolean(value)) throw invalid(`${typed} is true or false, and not '${value}'`);
      return value.toLowerCase() === 'true';
    }
    case 'number': {
      const value = required();
      if (!/^-?\d+(\.\d+)?$/.test(value)) throw invalid(`${typed} is a number, and not '${value}'`);
      return Number(value);
    }
    case 'many': {
      const values = [required()];
      if (inline === undefined)
        for (let more = rest.value(); more !== undefined; more = rest.value()) values.push(more);
      return values;
    }
    case 'text':
      return required();
  }
}

const absent = ({ kind }: Flag): Value | undefined =>
  kind === 'many' ? [] : kind === 'switch' ? false : undefined;

/** @throws what `invalid` makes of a sentence about the argument that is wrong */
export function readCommandLine<T extends FlagTable>(
  argv: readonly string[],
  table: T,
  { invalid, words: takesWords = 'none', aboutUnknown = () => undefined }: Reading,
): CommandLine<T> {
  const byName = new Map(
    Object.entries(table).flatMap(([name, flag]) =>
      namesOf(name, flag).map((typed) => [typed, { name, flag }] as const),
    ),
  );
  const values = new Map<string, Value>();
  const typedAs = new Map<string, string>();
  const words: string[] = [];
  const rest = new Rest(argv);
  const readWord = (word: string) => {
    if (takesWords === 'none') throw invalid(`it does not know what to do with '${word}'`);
    words.push(word);
  };
  for (let word = rest.next(); word !== undefined; word = rest.next()) {
    if (word === '--') {
      for (let last = rest.next(); last !== undefined; last = rest.next()) readWord(last);
      break;
    }
    const [, typed, inline] = flagShape.exec(word) ?? [];
    if (typed === undefined) {
      if (word.startsWith('-') && word.length > 1) throw invalid(`'${word}' is no flag`);
      readWord(word);
      continue;
    }
    const found = byName.get(typed);
    if (found === undefined) throw invalid(unknown(typed, [...byName.keys()], aboutUnknown));
    const { name, flag } = found;
    const before = typedAs.get(name);
    if (flag.kind !== 'many' && before !== undefined)
      throw invalid(
        `${typed} is given twice${before === typed ? '' : `: ${before} is another name of the same`}`,
      );
    const value = oneValue({ flag, typed, inline }, rest, invalid);
    const earlier = values.get(name);
    values.set(
      name,
      Array.isArray(earlier) && Array.isArray(value)
        ? [...(earlier as string[]), ...(value as string[])]
        : value,
    );
    typedAs.set(name, before ?? typed);
  }
  const all = Object.entries(table).map(([name, flag]) => [name, values.get(name) ?? absent(flag)] as const);
  return {
    values: Object.fromEntries(all) as FlagValues<T>,
    typed: Object.fromEntries(typedAs) as CommandLine<T>['typed'],
    words,
  };
}

function unknown(
  typed: string,
  names: readonly string[],
  aboutUnknown: NonNullable<Reading['aboutUnknown']>,
): string {
  const bare = typed.replace(/^-+/, '');
  const meant =
    names.find((name) => name === dashed(bare)) ??
    names.find((name) => name.length > 3 && name.replaceAll('-', '') === typed.replaceAll('-', ''));
  const more = meant === undefined ? aboutUnknown(typed) : `it is written ${meant}`;
  return `it knows no flag '${typed}'${more === undefined ? '' : `; ${more}`}`;
}
