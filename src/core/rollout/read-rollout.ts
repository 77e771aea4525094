// Reads a roll-out from a file of its own, with task inputs or flags over it.
import { checkDocument, readDocument } from '../config/document.ts';
import { emptyDocument, withOverrides, type Override } from '../config/overrides.ts';
import { rolloutSchema, type RolloutWords } from './settings.ts';

/**
 * @param text absent: only the overrides count
 * @throws ConfigurationUnreadable, ConfigurationInvalid with file, line (or input) and key
 */
export function parseRollout(
  text: string | undefined,
  file: string,
  overrides: readonly Override[] = [],
): RolloutWords {
  const document = text === undefined ? emptyDocument(file) : readDocument(text, file);
  return checkDocument(rolloutSchema, withOverrides(document, overrides));
}
