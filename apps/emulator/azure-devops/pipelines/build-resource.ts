// A `resources.builds` entry of an artifact type: which keys it may have, and the inputs it stands for.
import type { ArtifactType } from '../extensions/artifact-type.ts';
import { acceptsConnection } from '../extensions/artifact-type.ts';
import type { Organization } from '../organization.ts';
import type { ArtifactSource } from '../releases/definition.ts';
import { sourceIdOf } from '../releases/source-id.ts';
import { invalidRequest } from '../rest/vss-error.ts';
import type { TriggeredSource } from '../triggers/triggered-sources.ts';

export interface BuildResource extends TriggeredSource {
  /** Undefined: the latest. */
  readonly version: string | undefined;
  readonly isTriggered: boolean;
}

const ownKeys = ['build', 'type', 'branch', 'version', 'source', 'connection', 'trigger'];

function checkKeys(alias: string, type: ArtifactType, given: Readonly<Record<string, string>>): void {
  const allowed = new Set(
    [
      ...ownKeys,
      ...type.inputDescriptors.map(({ id }) => id),
      ...Object.keys(type.yamlInputMapping ?? {}),
    ].map((key) => key.toLowerCase()),
  );
  const unexpected = Object.keys(given).find((key) => !allowed.has(key.toLowerCase()));
  if (unexpected !== undefined)
    throw invalidRequest(
      `The build resource '${alias}' of type '${type.name}' has the unexpected key '${unexpected}'.`,
    );
  for (const key of ['connection', 'source'])
    if ((given[key] ?? '') === '')
      throw invalidRequest(`The build resource '${alias}' needs a value for '${key}'.`);
}

/** A key that the type maps becomes the input of that name; `source` is the definition when nothing maps it. */
function inputsOf(type: ArtifactType, given: Readonly<Record<string, string>>): Record<string, string> {
  const mapping: Readonly<Record<string, string>> = { source: 'definition', ...type.yamlInputMapping };
  const named = Object.entries(given).filter(
    ([key]) => !['build', 'type', 'trigger', 'version'].includes(key),
  );
  return Object.fromEntries(named.map(([key, value]) => [mapping[key] ?? key, value]));
}

/** Throws VssError 400 for what the server does not accept. */
export function readBuildResource(
  organization: Organization,
  given: Readonly<Record<string, string>>,
): BuildResource {
  const alias = given['build'] ?? '';
  if (alias === '') throw invalidRequest("A build resource needs a value for 'build'.");
  const type = organization.extensions.artifactType(given['type'] ?? '');
  if (type?.artifactType?.toLowerCase() !== 'build')
    throw invalidRequest(
      `The type '${given['type'] ?? ''}' of the build resource '${alias}' is not an installed artifact type of category Build.`,
    );
  checkKeys(alias, type, given);
  const connection = organization.connections.byName(given['connection'] ?? '');
  if (!connection || !acceptsConnection(type, connection))
    throw invalidRequest(
      `The build resource '${alias}' names the service connection '${given['connection'] ?? ''}', which could not be found or is not of type '${type.endpointTypeId}'.`,
    );
  const inputs = { ...inputsOf(type, given), connection: connection.id };
  const isTriggered = /^true$/i.test(given['trigger'] ?? '');
  if (isTriggered && type.artifactTriggerConfiguration?.isTriggerSupported !== true)
    throw invalidRequest(`The artifact type '${type.name}' does not support triggers.`);
  const version = given['version'] ?? '';
  return {
    alias,
    type,
    connection,
    inputs,
    sourceId: sourceIdOf(type, inputs),
    version: version === '' ? undefined : version,
    isTriggered,
  };
}

/** As a source of a classic pipeline, so that its latest version is found in the same way. */
export function asSource({ alias, type, inputs, sourceId }: BuildResource): ArtifactSource {
  const values = { ...inputs, defaultVersionType: 'latestType' };
  return {
    alias,
    type: type.name,
    sourceId,
    definitionReference: Object.fromEntries(
      Object.entries(values).map(([key, value]) => [key, { id: value, name: value }]),
    ),
  };
}
