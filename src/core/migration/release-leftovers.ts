// What a migration of a release definition leaves behind: names in strange places, and open questions.
import { type MigrationEntry, asked, placed } from './entry.ts';
import { type JsonChange, pointer } from './json-text.ts';
import { type JsonObject, type Placed, textsIn } from './json-value.ts';
import { isQuestion } from './question.ts';
import { leftoverPattern } from './retired.ts';

// What the server reports about past releases; it ignores them in a definition that is saved.
const past = new Set(['lastRelease', 'currentRelease', '_links']);

/** Names of the retired extension in places that were not rewritten, and markers that are still open there. */
export function leftovers(
  definition: Placed<JsonObject>,
  changes: readonly JsonChange[],
): readonly MigrationEntry[] {
  const rewritten = changes.map(({ path }) => pointer(path));
  const artifacts = pointer([...definition.path, 'artifacts']);
  return [...textsIn(definition, past)].flatMap(({ path, value }) => {
    const place = pointer(path);
    if (rewritten.some((known) => place === known || place.startsWith(`${known}/`))) return [];
    if (isQuestion(value) && !place.startsWith(`${artifacts}/`)) {
      return placed(place, [
        asked(`'${value}' is open`, 'nobody has answered it since an earlier run', 'Replace the marker.'),
      ]);
    }
    if (!leftoverPattern.test(value)) return [];
    return placed(place, [
      asked(
        'a text names the retired extension',
        'what it means there is not known, so it is left as it is',
        'Look at it and name our extension instead where that is meant.',
      ),
    ]);
  });
}
