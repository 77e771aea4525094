// What an incoming webhook is told: one flat object of texts. Azure Pipelines puts its values into the YAML before it
// runs, where an object in the place of a text makes the run invalid.
import type { FiringFacts } from './firing/facts.ts';

/** The raw body: it is signed as it stands. */
export function webhookPayload(
  key: string,
  facts: FiringFacts,
  tags: Readonly<Record<string, string>>,
): string {
  const flat = Object.entries(tags).map(([name, value]) => [tagName(name), value] as const);
  return JSON.stringify({ ...Object.fromEntries(flat), ...facts, firing: key });
}

/** A tag as a key of the object: filters and `${{ parameters.alias.KEY }}` take no other characters. */
function tagName(name: string): string {
  return `tag_${name.replaceAll(/[^A-Za-z0-9_]/g, '_')}`;
}
