// The values that a life-cycle binding is rendered with: the source's inputs and what the server adds.
import { invalidRequest } from '../rest/vss-error.ts';

export type Parameters = Readonly<Record<string, string>>;

/**
 * Joins sets of values as a .NET dictionary does: a name that comes twice is an error, in any case of its letters.
 * The type's name precedes the message, as users report it.
 *
 * @throws VssError 400 when two sets have a name in common
 */
export function joinParameters(artifactType: string, ...sets: readonly Parameters[]): Parameters {
  const joined: Record<string, string> = {};
  const seen = new Set<string>();
  for (const set of sets)
    for (const [name, value] of Object.entries(set)) {
      if (seen.has(name.toLowerCase()))
        throw invalidRequest(`${artifactType} An item with the same key has already been added.`);
      seen.add(name.toLowerCase());
      joined[name] = value;
    }
  return joined;
}
