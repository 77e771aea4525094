// Lineage as labels of an IoT Hub, and back. The hub takes fewer characters than tags may have, so that others are written as in
// an address, and a text longer than a label goes on in the next one.
import { labelName, longestLabel } from '../plan/targets/edge-labels.ts';
import { lineageTags } from './lineage-tags.ts';

const encoded = (value: string): string =>
  // What a hub takes besides letters and digits, less the percent sign that begins a code.
  value
    // Half a character, where a long text was cut.
    .replaceAll(/\p{Surrogate}/gu, '_')
    .replaceAll(/[^A-Za-z0-9\-:.+_#*?!(),=@;']/gu, (character) =>
      character === '~' ? '%7E' : encodeURIComponent(character),
    );

/** Cut anywhere: only the whole is read again. */
const parts = (text: string): readonly string[] =>
  Array.from({ length: Math.ceil(text.length / longestLabel) }, (_, index) =>
    text.slice(index * longestLabel, (index + 1) * longestLabel),
  );

const nameOf = (tag: string, index: number): string =>
  index === 0 ? labelName(tag) : `${labelName(tag)}-${index + 1}`;

export function lineageLabels(lineage: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(lineage).flatMap(([tag, value]) =>
      parts(encoded(value)).map((part, index) => [nameOf(tag, index), part]),
    ),
  );
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // Somebody else wrote it, and meant a percent sign.
    return text;
  }
}

/** The tags that labels stand for: lineage under its own names, whatever else under the names that it has. */
export function tagsFromLabels(labels: Readonly<Record<string, string>>): Record<string, string> {
  const others = new Map(Object.entries(labels));
  const tags: Record<string, string> = {};
  for (const tag of Object.values(lineageTags)) {
    let text = '';
    for (let index = 0; ; index += 1) {
      const name = nameOf(tag, index);
      const part = others.get(name);
      if (part === undefined) break;
      others.delete(name);
      text += part;
    }
    if (text !== '') tags[tag] = decoded(text);
  }
  return { ...Object.fromEntries(others), ...tags };
}
