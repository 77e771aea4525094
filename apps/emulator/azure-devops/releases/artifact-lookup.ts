// Answers what an artifact source offers: values for an input, its versions, its latest version, its links.
import type { DataSourceAccess } from '../connections/data-source-access.ts';
import type { ServiceConnection } from '../connections/service-connection.ts';
import type { DataSourceBinding } from '../data-sources/binding.ts';
import type { PickedValue } from '../data-sources/input-value.ts';
import type { ArtifactType } from '../extensions/artifact-type.ts';
import { invalidRequest } from '../rest/vss-error.ts';
import { artifactInputs, type ArtifactSource } from './definition.ts';
import type { NamedValue } from './release.ts';

export interface ArtifactLookupContext {
  readonly dataSources: DataSourceAccess;
  readonly artifactType: (name: string) => ArtifactType | undefined;
  readonly connection: (id: string) => ServiceConnection | undefined;
}

/** Targets ignore case: public types write both latestVersion and latestversion. */
export function bindingFor(type: ArtifactType, target: string): DataSourceBinding | undefined {
  return type.dataSourceBindings.find((binding) => binding.target.toLowerCase() === target.toLowerCase());
}

export interface TargetQuery {
  readonly type: ArtifactType;
  readonly target: string;
  readonly inputs: Readonly<Record<string, string>>;
  /** The server's own calls see only the first page. */
  readonly allPages: boolean;
  /** With the server's own rights, which may POST through any connection. */
  readonly elevated?: boolean;
}

/** The values of a target; undefined when the type has no binding for it. Throws VssError 400 without a connection. */
export async function valuesFor(
  context: ArtifactLookupContext,
  { type, target, inputs, allPages, elevated }: TargetQuery,
): Promise<readonly PickedValue[] | undefined> {
  const binding = bindingFor(type, target);
  if (!binding) return undefined;
  const id = inputs['connection'] ?? '';
  const connection = context.connection(id);
  if (!connection) throw invalidRequest(`The service connection '${id}' does not exist or has been deleted.`);
  try {
    return await context.dataSources.values(binding, connection, inputs, {
      allPages,
      elevated: elevated === true,
    });
  } catch (error) {
    throw invalidRequest(error instanceof Error ? error.message : String(error));
  }
}

function typeOf(context: ArtifactLookupContext, source: ArtifactSource): ArtifactType {
  const type = context.artifactType(source.type);
  if (type) return type;
  throw invalidRequest(`VS402962: The artifact type '${source.type}' is not installed in this organization.`);
}

function named({ value, displayValue }: PickedValue): NamedValue {
  return { id: value, name: displayValue };
}

/** All versions in the binding's order: newest first is the type's own business. */
export async function versionsOf(
  context: ArtifactLookupContext,
  source: ArtifactSource,
): Promise<readonly PickedValue[]> {
  const type = typeOf(context, source);
  const inputs = artifactInputs(source);
  return (await valuesFor(context, { type, target: 'versions', inputs, allPages: false })) ?? [];
}

async function latestVersion(context: ArtifactLookupContext, source: ArtifactSource): Promise<NamedValue> {
  const type = typeOf(context, source);
  const inputs = artifactInputs(source);
  const target = bindingFor(type, 'latestVersion') ? 'latestVersion' : 'versions';
  const found = await valuesFor(context, { type, target, inputs, allPages: false });
  const first = found?.[0];
  if (first) return named(first);
  throw invalidRequest(
    `VS402908: No version is available for the artifact source '${source.alias}' (${source.definitionReference['definition']?.name ?? ''}).`,
  );
}

/** The version a release takes when its creator names none. Throws VssError 400 when there is none or one must be named. */
export async function defaultVersion(
  context: ArtifactLookupContext,
  source: ArtifactSource,
): Promise<NamedValue> {
  // A type without this input behaves as if the version had to be chosen each time.
  const kind = artifactInputs(source)['defaultVersionType'] || 'selectDuringReleaseCreationType';
  switch (kind) {
    case 'latestType':
    case 'latestFromBranchType':
      return latestVersion(context, source);
    case 'specificVersionType': {
      const chosen = source.definitionReference['defaultVersionSpecific'];
      if (chosen?.id) return { id: chosen.id, name: chosen.name ?? chosen.id };
      throw invalidRequest(`The artifact source '${source.alias}' names no specific version.`);
    }
    case 'selectDuringReleaseCreationType':
      throw invalidRequest(
        `VS402907: No version was given for the artifact source '${source.alias}', which asks for one when a release is created.`,
      );
    default:
      throw invalidRequest(`The default version type '${kind}' of '${source.alias}' is not known.`);
  }
}

/** The links that the type's template-only bindings make; a type without them gives none. */
export async function linksOf(
  context: ArtifactLookupContext,
  source: ArtifactSource,
  version: NamedValue,
): Promise<Readonly<Record<string, NamedValue>>> {
  const type = typeOf(context, source);
  const inputs = { ...artifactInputs(source), version: version.id };
  const links: Record<string, NamedValue> = {};
  for (const target of ['artifactSourceDefinitionUrl', 'artifactSourceVersionUrl']) {
    const values = await valuesFor(context, { type, target, inputs, allPages: false });
    const url = values?.[0]?.value;
    if (url !== undefined) links[target] = { id: url, name: '' };
  }
  return links;
}
