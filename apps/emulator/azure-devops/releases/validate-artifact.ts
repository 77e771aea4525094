// What the server checks about one artifact source when a definition is saved.
import { acceptsConnection, type ArtifactType, type InputDescriptor } from '../extensions/artifact-type.ts';
import type { ServiceConnection } from '../connections/service-connection.ts';
import { invalidRequest } from '../rest/vss-error.ts';
import { artifactInputs, type ArtifactSource } from './definition.ts';
import { sourceIdOf } from './source-id.ts';
import { isVisible } from './visible-rule.ts';

export interface ArtifactContext {
  readonly artifactType: (name: string) => ArtifactType | undefined;
  readonly connection: (id: string) => ServiceConnection | undefined;
}

/** The UI's and the server's rules for an alias. */
const maxAliasLength = 256;
const forbiddenInAlias = /[\\/:*?"<>|]/;

function checkAlias(alias: string): void {
  if (alias.length > maxAliasLength)
    throw invalidRequest(`The artifact source alias '${alias}' is longer than ${maxAliasLength} characters.`);
  if (forbiddenInAlias.test(alias))
    throw invalidRequest(
      `The artifact source alias '${alias}' holds a character that is not allowed: \\ / : * ? " < > |`,
    );
}

function checkInput(
  descriptor: InputDescriptor,
  values: Readonly<Record<string, string>>,
  alias: string,
): void {
  const value = values[descriptor.id] ?? '';
  const what = `'${descriptor.name ?? descriptor.id}' (${descriptor.id}) of artifact source '${alias}'`;
  const { isRequired, maxLength, minLength, pattern } = descriptor.validation ?? {};
  if (value === '') {
    if (isRequired === true) throw invalidRequest(`The required input ${what} has no value.`);
    return;
  }
  if (maxLength !== undefined && value.length > maxLength)
    throw invalidRequest(`The input ${what} is longer than ${maxLength} characters.`);
  if (minLength !== undefined && value.length < minLength)
    throw invalidRequest(`The input ${what} is shorter than ${minLength} characters.`);
  if (pattern !== undefined && pattern !== '' && !new RegExp(pattern).test(value))
    throw invalidRequest(`The input ${what} does not match the pattern ${pattern}.`);
  const { isLimitedToPossibleValues, possibleValues } = descriptor.values ?? {};
  if (isLimitedToPossibleValues === true && possibleValues && !possibleValues.some((v) => v.value === value))
    throw invalidRequest(
      `The value '${value}' of the input ${what} is not one of ${possibleValues.map((v) => v.value).join(', ')}.`,
    );
}

function checkConnection(type: ArtifactType, source: ArtifactSource, context: ArtifactContext): void {
  const id = source.definitionReference['connection']?.id ?? '';
  const connection = id === '' ? undefined : context.connection(id);
  if (!connection)
    throw invalidRequest(
      `The service connection '${id}' of artifact source '${source.alias}' does not exist or has been deleted.`,
    );
  if (!acceptsConnection(type, connection))
    throw invalidRequest(
      `The service connection '${connection.name}' is of type '${connection.type}' (${connection.scheme}); the artifact type '${type.displayName}' needs '${type.endpointTypeId}'.`,
    );
}

/** Gives the source with its id. Throws VssError 400 naming the alias and what is wrong. */
export function validateArtifact(
  source: ArtifactSource,
  context: ArtifactContext,
): ArtifactSource & { sourceId: string } {
  checkAlias(source.alias);
  const type = context.artifactType(source.type);
  if (!type)
    throw invalidRequest(
      `VS402962: The artifact type '${source.type}' of artifact source '${source.alias}' is not installed in this organization.`,
    );
  const values = artifactInputs(source);
  for (const descriptor of type.inputDescriptors)
    if (descriptor.id !== 'artifacts' && isVisible(descriptor.properties?.visibleRule, values))
      checkInput(descriptor, values, source.alias);
  if (type.inputDescriptors.some(({ id }) => id === 'connection')) checkConnection(type, source, context);
  if (type.artifactType?.toLowerCase() === 'build' && !type.dataSourceBindings.some(isArtifactDetails))
    throw invalidRequest(
      `The artifact type '${type.displayName}' is of category Build and has no data source binding for artifactDetails.`,
    );
  return { ...source, type: type.name, sourceId: sourceIdOf(type, values) };
}

function isArtifactDetails({ target }: { target: string }): boolean {
  return target.toLowerCase() === 'artifactdetails';
}
