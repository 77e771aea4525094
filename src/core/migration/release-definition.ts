// Rewrites exported release definitions from the retired extension to ours.
import { fail } from '../errors/catalogue.ts';
import type { ModelSource } from './deploy-plan.ts';
import { type Migration, type MigrationEntry, type Note, changed, kept, placed } from './entry.ts';
import { type JsonChange, pointer, replaceValues, valueAt } from './json-text.ts';
import { type JsonObject, type Placed, objectsIn, textAt } from './json-value.ts';
import type { MigrationContext, MigrationOptions } from './options.ts';
import { concernsArtifact, rewriteArtifact } from './release-artifact.ts';
import { connectionFor, oneWorkspace } from './release-connection.ts';
import { leftovers } from './release-leftovers.ts';
import { definitionsIn, downloadsIn, isRelease, stepsIn } from './release-places.ts';
import { rewriteStep } from './release-step.ts';
import { retiredArtifactType } from './retired.ts';

interface Part {
  readonly changes: readonly JsonChange[];
  readonly entries: readonly MigrationEntry[];
}

/**
 * @param document the parsed `text`
 * @throws MigrationFileUnknown for a document that holds no release definition
 */
export function migrateReleaseDefinitions(
  text: string,
  document: unknown,
  context: MigrationContext,
  file: string,
): Migration {
  const definitions = definitionsIn(document);
  if (definitions.length === 0) {
    const problem = isRelease(document)
      ? 'it is a release, not the release definition that it was made from'
      : 'it is JSON but holds no release definition (an object with a list "environments")';
    throw fail('MigrationFileUnknown', { file, problem });
  }
  const parts = definitions.map((definition) => migrateDefinition(definition, context));
  return {
    kind: 'release definition',
    text: checked(
      text,
      parts.flatMap(({ changes }) => changes),
      file,
    ),
    entries: parts.flatMap(({ entries }) => entries),
  };
}

/** A key that an object has twice is read at its last place and found at its first: then the result is not what was meant. */
function checked(text: string, changes: readonly JsonChange[], file: string): string {
  const result = replaceValues(text, changes);
  const document = JSON.parse(result) as unknown;
  for (const { path, value } of changes) {
    if (JSON.stringify(valueAt(document, path)) === JSON.stringify(value)) continue;
    throw fail('MigrationUnsafe', { file, problem: `'${pointer(path)}' is there more than once` });
  }
  return result;
}

function migrateDefinition(definition: Placed<JsonObject>, context: MigrationContext): Part {
  const artifacts = objectsIn(definition, 'artifacts').filter(({ value }) =>
    concernsArtifact(value, context),
  );
  const connection = connectionFor(definition, artifacts, context.options);
  const triggered = new Set(
    objectsIn(definition, 'triggers').map(({ value }) => textAt(value, 'artifactAlias')),
  );
  const parts: Part[] = [
    {
      changes: [],
      entries: [
        ...placed(pointer(definition.path), connection.notes),
        ...oneWorkspace(artifacts, context.options),
      ],
    },
    ...artifacts.map((artifact) => {
      const { changes, notes } = rewriteArtifact(artifact, context, {
        connection: connection.reference,
        hasTrigger: triggered.has(textAt(artifact.value, 'alias')),
      });
      return { changes, entries: placed(pointer(artifact.path), notes) };
    }),
    ...triggersOf(definition, artifacts, context.artifactType.needsRelay),
    ...downloadsIn(definition).map((download) => rewriteDownload(download, context)),
    ...steps(definition, context, connection.reference?.id),
  ];
  const changes = parts.flatMap(({ changes }) => changes);
  return {
    changes,
    entries: [...parts.flatMap(({ entries }) => entries), ...leftovers(definition, changes)],
  };
}

function steps(
  definition: Placed<JsonObject>,
  { options, artifactType }: MigrationContext,
  connection?: string,
) {
  const stepOptions = withConnection(options, connection);
  const models = objectsIn(definition, 'artifacts')
    .map(({ value }) => value)
    .filter((artifact) => [retiredArtifactType, artifactType.name].includes(textAt(artifact, 'type')));
  const source = modelSource(models.map((artifact) => textAt(artifact, 'alias')));
  return stepsIn(definition).map((step) => rewriteStep(step, stepOptions, source));
}

/** The options as a step of a release definition needs them: the connection's id, or none. */
function withConnection(options: MigrationOptions, id: string | undefined): MigrationOptions {
  const { resourceGroup, workspace } = options;
  return {
    ...(resourceGroup === undefined ? {} : { resourceGroup }),
    ...(workspace === undefined ? {} : { workspace }),
    ...(id === undefined ? {} : { connection: id }),
  };
}

function modelSource(aliases: readonly string[]): ModelSource {
  const [alias] = aliases;
  if (alias === undefined) {
    return { unclear: 'the definition has no model artifact', next: 'Name model and version in the step.' };
  }
  if (aliases.length === 1) return { alias };
  return {
    unclear: `the definition has ${aliases.length} model artifacts: ${aliases.join(', ')}`,
    next: 'Write $(Release.Artifacts.<alias>.DefinitionName) and $(Release.Artifacts.<alias>.BuildNumber) for the one that is meant.',
  };
}

const triggerNote = (alias: string, needsRelay: boolean): Note =>
  needsRelay
    ? kept(
        `the trigger on '${alias}'`,
        'an event of the workspace fires it through the relay',
        "Set up the relay, or take the trigger out and choose 'Watch for new versions': both together release each version twice.",
      )
    : kept(
        `the trigger on '${alias}'`,
        'the watcher creates a release for each new version, whether the trigger is on or off',
        'Name the definition and this alias in watch.yml (docs/watcher.md).',
      );

function triggersOf(
  definition: Placed<JsonObject>,
  artifacts: readonly Placed<JsonObject>[],
  needsRelay: boolean,
): readonly Part[] {
  const aliases = new Set(artifacts.map(({ value }) => textAt(value, 'alias')));
  return objectsIn(definition, 'triggers')
    .filter(({ value }) => aliases.has(textAt(value, 'artifactAlias')))
    .map(({ path, value }) => ({
      changes: [],
      entries: placed(pointer(path), [triggerNote(textAt(value, 'artifactAlias'), needsRelay)]),
    }));
}

function rewriteDownload({ path, value }: Placed<JsonObject>, { artifactType }: MigrationContext): Part {
  if (textAt(value, 'artifactType') !== retiredArtifactType) return { changes: [], entries: [] };
  const note = changed(
    `the job downloads '${textAt(value, 'alias')}' as ${artifactType.name}`,
    'the type of the artifact is another one now',
  );
  return {
    changes: [{ path: [...path, 'artifactType'], value: artifactType.name }],
    entries: placed(pointer([...path, 'artifactType']), [note]),
  };
}
