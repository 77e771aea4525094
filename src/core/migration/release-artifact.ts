// Rewrites one artifact of a release definition: from the retired artifact type to ours.
import { type Note, asked, changed, kept } from './entry.ts';
import type { JsonChange } from './json-text.ts';
import { type JsonObject, type Placed, isObject, textAt } from './json-value.ts';
import type { ArtifactType, InputValue, MigrationContext } from './options.ts';
import { isQuestion, questionFor, questionText } from './question.ts';
import { retiredArtifactType } from './retired.ts';
import { sourceIdentity } from './source-identity.ts';

export interface Rewritten {
  readonly changes: readonly JsonChange[];
  readonly notes: readonly Note[];
}

// The server makes these links itself, from the artifact type's templates, and they would still point at the old one.
const madeByTheServer = new Set(['artifactSourceDefinitionUrl', 'artifactSourceVersionUrl']);

/** True for an artifact of the retired type, and for one of ours that still holds a marker of an earlier run. */
export function concernsArtifact(artifact: JsonObject, { artifactType }: MigrationContext): boolean {
  const type = textAt(artifact, 'type');
  return type === retiredArtifactType || (type === artifactType.name && openFields(artifact).length > 0);
}

/** What the definition says of an artifact outside of it. */
export interface ArtifactUse {
  /** The connection that was asked for, if one was. */
  readonly connection: InputValue | undefined;
  readonly hasTrigger: boolean;
}

export function rewriteArtifact(
  artifact: Placed<JsonObject>,
  { options, artifactType }: MigrationContext,
  { connection, hasTrigger }: ArtifactUse,
): Rewritten {
  const old = isObject(artifact.value['definitionReference']) ? artifact.value['definitionReference'] : {};
  const rest = Object.entries(old).filter(([key]) => !madeByTheServer.has(key));
  const field = (key: string, wanted?: string): InputValue => {
    if (wanted !== undefined && wanted !== '') return { id: wanted, name: wanted };
    const { id, name } = referenceAt(old, key);
    return id === '' ? both(questionFor(labels[key] ?? key)) : { id, name };
  };
  const presets = Object.entries(artifactType.presets).filter(([key]) => !(key in old));
  const isRelayed = artifactType.needsRelay && hasTrigger;
  const reference: Record<string, InputValue> = {
    connection: connection ?? field('connection'),
    subscription: field('subscription', options.subscription),
    resourceGroup: field('resourceGroup', options.resourceGroup),
    workspace: field('workspace', options.workspace),
    definition: field('definition'),
    defaultVersionType: versionType(referenceAt(old, 'defaultVersionType'), artifactType.versionTypes),
    ...(isRelayed ? { relayUrl: field('relayUrl', options.relayUrl) } : {}),
  };
  const ids = Object.fromEntries(Object.entries(reference).map(([key, { id }]) => [key, id]));
  const sourceId = sourceIdentity(artifactType.uniqueSourceIdentifier, ids);
  const at = (key: string, value: unknown): readonly JsonChange[] =>
    key in artifact.value && JSON.stringify(artifact.value[key]) !== JSON.stringify(value)
      ? [{ path: [...artifact.path, key], value }]
      : [];
  return {
    changes: [
      ...at('type', artifactType.name),
      ...at('sourceId', sourceId),
      ...at('definitionReference', {
        ...reference,
        ...Object.fromEntries([...rest.filter(([key]) => !(key in reference)), ...presets]),
      }),
    ],
    notes: notesFor(
      artifact.value,
      { old, reference: { ...reference, ...Object.fromEntries(presets) }, sourceId },
      artifactType,
    ),
  };
}

const labels: Readonly<Record<string, string>> = {
  connection: 'service connection',
  subscription: 'subscription id',
  resourceGroup: 'resource group',
  workspace: 'workspace',
  definition: 'model',
  relayUrl: 'relay address',
};

const both = (text: string): InputValue => ({ id: text, name: text });

function referenceAt(reference: JsonObject, key: string): InputValue {
  const value = reference[key];
  if (!isObject(value)) return both('');
  const id = textAt(value, 'id');
  return { id, name: textAt(value, 'name') || id };
}

function versionType({ id }: InputValue, known: Readonly<Record<string, string>>): InputValue {
  const wanted = id === '' ? 'latestType' : id;
  return { id: wanted, name: known[wanted] ?? wanted };
}

function openFields(artifact: JsonObject): readonly string[] {
  const reference = artifact['definitionReference'];
  if (!isObject(reference)) return [];
  return Object.keys(reference).filter((key) => isQuestion(referenceAt(reference, key).id));
}

function notesFor(
  artifact: JsonObject,
  made: { old: JsonObject; reference: Readonly<Record<string, InputValue>>; sourceId: string },
  type: ArtifactType,
): readonly Note[] {
  const alias = textAt(artifact, 'alias');
  const isOld = textAt(artifact, 'type') === retiredArtifactType;
  const model = made.reference['definition']?.id ?? '';
  const fields = Object.entries(made.reference).flatMap(([key, { id }]): Note[] => {
    if (isQuestion(id)) return [openNote(key, id)];
    const before = referenceAt(made.old, key).id;
    return before === id ? [] : [changed(`${key} is now '${id}'`, 'our artifact source names it')];
  });
  const open = [...fields, ...severalModels(model), ...strangeVersionType(made.reference, type)];
  if (!isOld) return open;
  return [
    changed(
      `artifact '${alias}' is of type ${type.name}`,
      `the type ${retiredArtifactType} belongs to the retired extension`,
    ),
    ...open,
    changed(
      `source is now '${made.sourceId}'`,
      'it names the workspace too, so that models of one name stay apart',
    ),
    kept(
      `alias '${alias}'`,
      `$(Release.Artifacts.${alias}.DefinitionName) and .BuildNumber go on giving model and version`,
    ),
  ];
}

/** The retired source offered "Model Names", and a model's name never holds a comma. */
const severalModels = (model: string): readonly Note[] =>
  model.includes(',')
    ? [
        asked(
          `the artifact names several models: '${model}'`,
          'our artifact source follows one model',
          'Make one artifact for each model.',
        ),
      ]
    : [];

function strangeVersionType(
  reference: Readonly<Record<string, InputValue>>,
  type: ArtifactType,
): readonly Note[] {
  const chosen = reference['defaultVersionType']?.id ?? '';
  if (chosen in type.versionTypes) return [];
  const known = Object.keys(type.versionTypes).join(', ');
  return [
    asked(`defaultVersionType is '${chosen}'`, `our artifact source knows ${known}`, 'Choose one of them.'),
  ];
}

const place = 'Run again with --resource-group and --workspace, or replace the marker.';
const answers: Readonly<Record<string, string>> = {
  subscription: 'Run again with --subscription, or replace the marker.',
  resourceGroup: place,
  workspace: place,
  relayUrl:
    "Run again with --relay-url, or replace the marker; or take the trigger out and let the watcher fire ('Watch for new versions').",
};

function openNote(key: string, marker: string): Note {
  const why = `the file does not say which ${questionText(marker)} is meant`;
  return asked(`${key} is open`, why, answers[key] ?? 'Replace the marker.');
}
