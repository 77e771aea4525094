// Labels of an IoT Edge configuration: the hub takes fewer characters in them than tags may have.

/** Characters of one label, and of its name. */
export const longestLabel = 128;

/** A dot separates the levels of a twin; in the name of a label it would be one. */
export const labelName = (name: string): string => labelText(name).replaceAll('.', '-');

/** What the hub refuses becomes an underscore; longer texts are cut. */
const labelText = (value: string): string =>
  value.replaceAll(/[^A-Za-z0-9\-:.+%_#*?!(),=@;']/g, '_').slice(0, longestLabel);

/** Labels that the hub takes; empty ones are left out. */
export function labelsOf(tags: Readonly<Record<string, string>>): Record<string, string> {
  const entries = Object.entries(tags).map(([name, value]) => [labelName(name), labelText(value)] as const);
  return Object.fromEntries(entries.filter(([name, value]) => name !== '' && value !== ''));
}
