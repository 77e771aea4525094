// The artifact's "Only versions with tags", as the hook carries it to the relay: judged as Azure judges it in its lists.

export interface WantedTag {
  readonly name: string;
  /** Absent: the tag has to be there, with any value. */
  readonly value?: string;
}

/** The same as the pattern of the artifact's input, which a YAML resource does not keep to. */
const pattern = /^[\w.:-]+(=[\w.: -]+)?(,[\w.:-]+(=[\w.: -]+)?)*$/;

/** @returns absent if the text is no filter */
export function parseTagFilter(text: string): readonly WantedTag[] | undefined {
  if (text === '') return [];
  if (!pattern.test(text)) return undefined;
  return text.split(',').map((part) => {
    const [name = '', value] = part.split('=');
    return value === undefined ? { name } : { name, value };
  });
}

/** @returns what is missing, in words; absent if every wanted tag is there */
export function missingTag(
  wanted: readonly WantedTag[],
  tags: Readonly<Record<string, string>>,
): string | undefined {
  for (const { name, value } of wanted) {
    const found = Object.hasOwn(tags, name) ? tags[name] : undefined;
    if (found === undefined) return `it has no tag '${name}'`;
    if (value !== undefined && found !== value) return `its tag '${name}' is not '${value}'`;
  }
  return undefined;
}
