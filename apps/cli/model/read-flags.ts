// Reads a command line by a table of flags, the way v1's command line did: `--ae`, `--ae true`, `--cc=2`, `-m a:1 b:2`.
import { fail } from '../../../src/core/errors/catalogue.ts';
import type { Flag } from './flags.ts';

export interface GivenFlag {
  readonly flag: Flag;
  /** As it was typed. */
  readonly typed: string;
  readonly value: string | number | boolean | readonly string[];
}

const isFlag = (text: string | undefined): boolean => text !== undefined && /^-{1,2}[a-zA-Z]/.test(text);

/** @throws CommandArgumentsInvalid */
export function readFlags(
  command: string,
  flags: readonly Flag[],
  argv: readonly string[],
): readonly GivenFlag[] {
  const invalid = (problem: string) => fail('CommandArgumentsInvalid', { command, problem });
  const byName = new Map(flags.flatMap((flag) => flag.names.map((name) => [name, flag] as const)));
  const given: GivenFlag[] = [];
  const rest = [...argv];
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    const [, typed = '', name = '', inline] = /^(-{1,2}([a-zA-Z][\w-]*))(?:=(.*))?$/s.exec(word) ?? [];
    if (typed === '') throw invalid(`'${word}' is no flag`);
    const flag = byName.get(name);
    if (flag === undefined) throw invalid(`it knows no flag '${typed}'`);
    const next = () => {
      if (inline !== undefined) return inline;
      if (rest.length === 0 || isFlag(rest[0])) throw invalid(`${typed} needs a value`);
      return rest.shift() ?? '';
    };
    if (flag.value !== 'many' && given.some((one) => one.flag === flag))
      throw invalid(`${typed} is given twice`);
    switch (flag.value) {
      case 'boolean': {
        const follows =
          inline ?? (/^(true|false)$/i.test(rest[0] ?? '') ? rest.shift() : undefined) ?? 'true';
        if (!/^(true|false)$/i.test(follows))
          throw invalid(`${typed} is true or false, and not '${follows}'`);
        given.push({ flag, typed, value: follows.toLowerCase() === 'true' });
        break;
      }
      case 'number': {
        const text = next();
        if (!/^-?\d+(\.\d+)?$/.test(text)) throw invalid(`${typed} is a number, and not '${text}'`);
        given.push({ flag, typed, value: Number(text) });
        break;
      }
      case 'many': {
        const values = [next()];
        while (inline === undefined && rest.length > 0 && !isFlag(rest[0])) values.push(rest.shift() ?? '');
        given.push({ flag, typed, value: values });
        break;
      }
      case 'text': {
        const value = next();
        if (value.trim() === '') throw invalid(`${typed} is empty`);
        given.push({ flag, typed, value });
        break;
      }
    }
  }
  return given;
}

/** The value of a flag by its long name. */
export function valueOf(given: readonly GivenFlag[], name: string): string | undefined {
  const value = given.find(({ flag }) => flag.names[0] === name)?.value;
  return typeof value === 'string' ? value : undefined;
}

export const isSet = (given: readonly GivenFlag[], name: string): boolean =>
  given.some(({ flag, value }) => flag.names[0] === name && value === true);

/** All values of a repeatable flag. */
export const valuesOf = (given: readonly GivenFlag[], name: string): readonly string[] =>
  given.flatMap(({ flag, value }) =>
    flag.names[0] === name && Array.isArray(value) ? (value as string[]) : [],
  );
