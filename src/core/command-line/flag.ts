// The flags of a command, as a table: long name -> what it takes. Reading, help and documentation are made from it.

/**
 * `text` and `number` take one value, `many` takes several and may be repeated, `switch` takes none. `boolean` is v1's: alone
 * it means true, and `true` or `false` may follow.
 */
export type FlagKind = 'text' | 'number' | 'many' | 'switch' | 'boolean';

export interface Flag {
  readonly kind: FlagKind;
  /** What it means, for help and documentation. */
  readonly about: string;
  /** How help names its value: `FILE`. */
  readonly takes?: string;
  /** Its other names: one letter is written with one dash, anything longer with two. */
  readonly also?: readonly string[];
  /** The only values it takes. */
  readonly choices?: readonly string[];
}

export type FlagTable = Readonly<Record<string, Flag>>;

type ValueOf<F extends Flag> = F['kind'] extends 'many'
  ? readonly string[]
  : F['kind'] extends 'switch'
    ? boolean
    : F['kind'] extends 'number'
      ? number | undefined
      : F['kind'] extends 'boolean'
        ? boolean | undefined
        : F extends { readonly choices: readonly (infer C)[] }
          ? C | undefined
          : string | undefined;

/** What was given for each flag of a table: a switch that is not there is false, a list is empty. */
export type FlagValues<T extends FlagTable> = { readonly [N in keyof T]: ValueOf<T[N]> };

const make =
  <K extends FlagKind>(kind: K) =>
  (takes: string, about: string, also = '') => ({
    kind,
    about,
    ...(takes !== '' && { takes }),
    ...(also !== '' && { also: also.split(' ') }),
  });

/** @param also other names, separated by blanks */
export const text = make('text');
/** One of `choices`. */
export const choice = <const C extends string>(
  choices: readonly C[],
  takes: string,
  about: string,
  also = '',
) => ({ ...text(takes, about, also), choices });
export const number = make('number');
export const many = make('many');
export const boolean = (about: string, also = '') => make('boolean')('', about, also);
export const toggle = (about: string, also = '') => make('switch')('', about, also);

/** As it is typed: `-n`, `--ic`. */
export const dashed = (name: string): string => (name.length === 1 ? `-${name}` : `--${name}`);

/** All names of a flag as they are typed, the long one first. */
export const namesOf = (longName: string, { also = [] }: Flag): readonly string[] =>
  [longName, ...also].map(dashed);
