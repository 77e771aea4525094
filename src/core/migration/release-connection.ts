// Which service connection and workspace the artifacts of a release definition get.
import { type MigrationEntry, type Note, asked, placed } from './entry.ts';
import { pointer } from './json-text.ts';
import { type JsonObject, type Placed, isObject, objectsIn, textAt } from './json-value.ts';
import type { MigrationOptions } from './options.ts';

const isId = (text: string): boolean => /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);

/** A release definition refers to a connection by id, so a name is looked up among those that the definition has. */
export function connectionFor(
  definition: Placed<JsonObject>,
  artifacts: readonly Placed<JsonObject>[],
  { connection }: MigrationOptions,
): { reference?: { id: string; name: string }; notes: readonly Note[] } {
  if (connection === undefined) return { notes: [] };
  const known = objectsIn(definition, 'artifacts').flatMap(({ value }) => connectionOf(value) ?? []);
  const found = known.find(({ id, name }) => id === connection || name === connection);
  if (found !== undefined) return { reference: found, notes: [] };
  if (isId(connection)) return { reference: { id: connection, name: connection }, notes: [] };
  if (artifacts.length === 0) return { notes: [] };
  return {
    notes: [
      asked(
        `connection '${connection}' is not set`,
        'a release definition refers to connections by id, and this one has no connection of that name',
        "Give --connection its id: the 'resourceId' in the address of the connection's page under Project settings.",
      ),
    ],
  };
}

function connectionOf(artifact: JsonObject): { id: string; name: string } | undefined {
  const reference = artifact['definitionReference'];
  const connection = isObject(reference) ? reference['connection'] : undefined;
  return isObject(connection)
    ? { id: textAt(connection, 'id'), name: textAt(connection, 'name') }
    : undefined;
}

/** Artifacts of several connections most likely come from several workspaces, but the options name only one. */
export function oneWorkspace(
  artifacts: readonly Placed<JsonObject>[],
  { workspace, connection }: MigrationOptions,
): readonly MigrationEntry[] {
  const [first, ...others] = artifacts;
  if (workspace === undefined || connection !== undefined || first === undefined) return [];
  const idOf = ({ value }: Placed<JsonObject>) => connectionOf(value)?.id;
  return others
    .filter((artifact) => idOf(artifact) !== idOf(first))
    .flatMap(({ path }) =>
      placed(pointer(path), [
        asked(
          `workspace '${workspace}' was assumed`,
          'the artifact has another connection than the first one, and each retired connection carried its own workspace',
          'Check resourceGroup and workspace of this artifact.',
        ),
      ]),
    );
}
