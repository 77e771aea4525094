// Texts as literals of a language, so that no name or request can end one and go on as code.

/** A word of a POSIX shell. */
export const shellWord = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

/** JSON's own escapes are Python's and C#'s, too; the two line separators of Unicode are not letters to every reader. */
export const stringLiteral = (text: string): string =>
  JSON.stringify(text).replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029');

/** A comment stays on its line. */
export const oneLine = (text: string): string => text.replaceAll(/\s+/g, ' ');
