// `--tag name=value`: named values, and the filters that look like them.

/** @throws what `invalid` makes for a text without a name and an equals sign */
export function namedValues(
  texts: readonly string[],
  flag: string,
  invalid: (problem: string) => Error,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    texts.map((text) => {
      const [, name, value] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
      if (name !== undefined && value !== undefined) return [name, value];
      throw invalid(`${flag} '${text}' is not of the form name=value`);
    }),
  );
}
