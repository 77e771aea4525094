// Reads a roll-out from a file of its own, with task inputs or flags over it, as words over those of a deployment config.
import { checkDocument, readDocument } from '../config/document.ts';
import { emptyDocument, withOverrides, type Override } from '../config/overrides.ts';
import { rolloutSchema, type RolloutWords } from './settings.ts';

/** Words of a roll-out as a task's inputs or the command line give them. */
export interface GivenWords {
  /** Text by word: `steps: "10, 50"`. Empty ones ask for nothing. */
  readonly texts: Readonly<Record<string, string>>;
  /** How messages name the one who gave a word: `input 'steps'`, or `--steps`. */
  readonly place: (word: string) => string;
}

/** A text as what it stands for: `0.5` is a number, `10, 50` a list, `true` a truth value. */
function valueOf(name: string, text: string): unknown {
  const number = (part: string): unknown => (/^\d+(\.\d+)?$/.test(part.trim()) ? Number(part) : part.trim());
  if (name === 'steps')
    return text
      .split(/[,;\s]+/)
      .filter(Boolean)
      .map(number);
  if (/^(true|false)$/i.test(text)) return text.toLowerCase() === 'true';
  return number(text);
}

export const wordOverrides = ({ texts, place }: GivenWords): readonly Override[] =>
  Object.entries(texts)
    .filter(([, text]) => text.trim() !== '')
    .map(([name, text]) => ({ key: name, value: valueOf(name, text.trim()), flag: place(name) }));

export interface ReadWords {
  readonly words: RolloutWords;
  /** The same as what overrides the section `rollout` of a deployment config, each with the place that gave it. */
  readonly overrides: readonly Override[];
}

/**
 * @param text absent: only the overrides count
 * @throws ConfigurationUnreadable, ConfigurationInvalid with file, line (or input) and key
 */
export function parseRollout(
  text: string | undefined,
  file: string,
  overrides: readonly Override[] = [],
): ReadWords {
  const document = withOverrides(
    text === undefined ? emptyDocument(file) : readDocument(text, file),
    overrides,
  );
  const words = checkDocument(rolloutSchema, document);
  const placeOf = (key: string): string => {
    const place = document.placeOfKey([], key);
    return place.startsWith('line ') ? `${place} of '${file}'` : place;
  };
  return {
    words,
    overrides: Object.entries(words)
      .filter(([, value]) => value !== undefined)
      .map(([key, value]) => ({ key: `rollout.${key}`, value, flag: placeOf(key) })),
  };
}
