// Which artifact sources of a definition have a trigger, with all that registering their hooks needs.
import type { Organization } from '../organization.ts';
import { artifactInputs, type DefinitionInput } from '../releases/definition.ts';
import { invalidRequest } from '../rest/vss-error.ts';
import type { HookSource } from '../webhooks/hook-key.ts';

export interface TriggeredSource extends HookSource {
  readonly alias: string;
  readonly sourceId: string;
}

/** The connection and the type behind stored inputs. Throws VssError 400 when either is gone. */
export function hookSourceOf(
  { extensions, connections }: Organization,
  typeName: string,
  inputs: Readonly<Record<string, string>>,
): HookSource {
  const type = extensions.artifactType(typeName);
  if (!type)
    throw invalidRequest(`VS402962: The artifact type '${typeName}' is not installed in this organization.`);
  const id = inputs['connection'] ?? '';
  const connection = connections.byId(id);
  if (!connection) throw invalidRequest(`The service connection '${id}' does not exist or has been deleted.`);
  return { type, connection, inputs };
}

/** In the order of the definition's sources; the definition has passed validation. */
export function triggeredSources(
  organization: Organization,
  definition: DefinitionInput,
): readonly TriggeredSource[] {
  const aliases = new Set(
    definition.triggers
      .filter(({ triggerType }) => triggerType === 'artifactSource')
      .map(({ artifactAlias }) => artifactAlias ?? ''),
  );
  return definition.artifacts
    .filter(({ alias }) => aliases.has(alias))
    .map((source) => ({
      ...hookSourceOf(organization, source.type, artifactInputs(source)),
      alias: source.alias,
      sourceId: source.sourceId ?? '',
    }));
}
