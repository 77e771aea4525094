// Makes a release of a definition: resolves each artifact's version, names the release, copies the stages.
import { z } from 'zod';
import type { Organization } from '../organization.ts';
import { invalidRequest } from '../rest/vss-error.ts';
import { defaultVersion, linksOf, type ArtifactLookupContext } from './artifact-lookup.ts';
import { variablesSchema, type ArtifactSource, type Definition, type Variables } from './definition.ts';
import { releaseReason } from './enumerations.ts';
import type { NamedValue, Release, ReleaseArtifact, ReleaseEnvironment } from './release.ts';
import { releaseName } from './release-name.ts';

export const releaseStartMetadata = z.looseObject({
  definitionId: z.number().int(),
  description: z.string().nullish(),
  isDraft: z.boolean().nullish(),
  reason: releaseReason.nullish(),
  manualEnvironments: z.array(z.string()).nullish(),
  variables: variablesSchema,
  properties: z.record(z.string(), z.unknown()).nullish(),
  artifacts: z
    .array(
      z.looseObject({
        alias: z.string(),
        instanceReference: z.looseObject({ id: z.string().nullish(), name: z.string().nullish() }).nullish(),
      }),
    )
    .nullish(),
});

export type ReleaseStartMetadata = z.infer<typeof releaseStartMetadata>;

export function lookupContext(organization: Organization): ArtifactLookupContext {
  return {
    dataSources: organization.dataSources,
    artifactType: (name) => organization.extensions.artifactType(name),
    connection: (id) => organization.connections.byId(id),
  };
}

/** As the display of an input falls back on its stored value. */
function filled(source: ArtifactSource): Record<string, NamedValue> {
  return Object.fromEntries(
    Object.entries(source.definitionReference).map(([key, { id, name }]) => [
      key,
      { id: id ?? '', name: name ?? id ?? '' },
    ]),
  );
}

async function resolveArtifact(
  context: ArtifactLookupContext,
  source: ArtifactSource,
  given: NamedValue | undefined,
): Promise<ReleaseArtifact> {
  const version = given ?? (await defaultVersion(context, source));
  return {
    sourceId: source.sourceId ?? '',
    type: source.type,
    alias: source.alias,
    definitionReference: { ...filled(source), version, ...(await linksOf(context, source, version)) },
    isPrimary: source.isPrimary === true,
    isRetained: source.isRetained === true,
  };
}

async function resolveArtifacts(
  context: ArtifactLookupContext,
  definition: Definition,
  metadata: ReleaseStartMetadata,
): Promise<readonly ReleaseArtifact[]> {
  const given = new Map<string, NamedValue>();
  for (const { alias, instanceReference } of metadata.artifacts ?? []) {
    const source = definition.artifacts.find((each) => each.alias.toLowerCase() === alias.toLowerCase());
    if (!source)
      throw invalidRequest(
        `VS402906: The release pipeline '${definition.name}' has no artifact source with the alias '${alias}'.`,
      );
    const id = instanceReference?.id ?? '';
    if (id !== '') given.set(source.alias, { id, name: instanceReference?.name ?? id });
  }
  return Promise.all(
    definition.artifacts.map((source) => resolveArtifact(context, source, given.get(source.alias))),
  );
}

/** A variable may be set at creation only when the definition says so. */
function mergedVariables(definition: Definition, given: Variables): Variables {
  for (const name of Object.keys(given))
    if (definition.variables[name]?.allowOverride !== true)
      throw invalidRequest(
        `VS402904: The variable '${name}' cannot be set when a release is created: the release pipeline does not mark it as settable at release time.`,
      );
  return { ...definition.variables, ...given };
}

function environmentsOf(
  organization: Organization,
  definition: Definition,
  releaseId: number,
  now: string,
): readonly ReleaseEnvironment[] {
  return definition.environments
    .map((environment, index): ReleaseEnvironment => ({
      id: organization.releases.nextNumber(),
      releaseId,
      name: environment.name,
      rank: environment.rank ?? index + 1,
      definitionEnvironmentId: environment.id,
      variables: environment.variables,
      conditions: environment.conditions,
      deployPhasesSnapshot: environment.deployPhases,
      deploySteps: [],
      preDeployApprovals: [],
      postDeployApprovals: [],
      createdOn: now,
      status: 'notStarted',
      modifiedOn: now,
      timeToDeploy: 0,
    }))
    .toSorted((left, right) => left.rank - right.rank);
}

/** Stores the release; nothing runs yet. Throws VssError for what the server would refuse. */
export async function createRelease(
  organization: Organization,
  metadata: ReleaseStartMetadata,
  now: Date,
): Promise<Release> {
  const definition = organization.definitions.get(metadata.definitionId);
  const variables = mergedVariables(definition, metadata.variables);
  for (const name of metadata.manualEnvironments ?? [])
    if (!definition.environments.some((stage) => stage.name.toLowerCase() === name.toLowerCase()))
      throw invalidRequest(`The release pipeline '${definition.name}' has no stage named '${name}'.`);
  const artifacts = await resolveArtifacts(lookupContext(organization), definition, metadata);
  const { releases, project, user } = organization;
  const id = releases.nextId();
  const time = now.toISOString();
  const format = definition.releaseNameFormat ?? 'Release-$(rev:r)';
  const primary = artifacts.find(({ isPrimary }) => isPrimary)?.definitionReference['version'];
  const names = {
    ...Object.fromEntries(Object.entries(variables).map(([name, { value }]) => [name, value ?? ''])),
    'Release.ReleaseId': String(id),
    'Release.DefinitionName': definition.name,
    'Build.BuildNumber': primary?.name ?? '',
  };
  const release: Release = {
    id,
    name: releaseName(format, names, now, (name) =>
      releases.all().some((other) => other.releaseDefinition.id === definition.id && other.name === name),
    ),
    status: metadata.isDraft === true ? 'draft' : 'active',
    createdOn: time,
    modifiedOn: time,
    createdBy: user,
    modifiedBy: user,
    createdFor: user,
    reason: metadata.reason ?? 'manual',
    description: metadata.description ?? '',
    comment: '',
    keepForever: false,
    tags: [],
    releaseNameFormat: format,
    releaseDefinitionRevision: definition.revision,
    releaseDefinition: { id: definition.id, name: definition.name, path: definition.path ?? '\\' },
    projectReference: project,
    variables,
    variableGroups: [],
    artifacts,
    environments: environmentsOf(organization, definition, id, time),
    definitionSnapshotRevision: 1,
    url: `${organization.url()}/${project.id}/_apis/Release/releases/${id}`,
    logsContainerUrl: null,
    _links: {
      self: { href: `${organization.url()}/${project.id}/_apis/Release/releases/${id}` },
      web: { href: `${organization.url()}/${project.id}/_release?releaseId=${id}&_a=release-summary` },
    },
    properties: metadata.properties ?? {},
  };
  releases.add(release);
  return release;
}
