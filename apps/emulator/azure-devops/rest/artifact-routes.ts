// Artifact types, their pickers and their versions over REST.
import { z } from 'zod';
import type { App } from '../../kernel/https-server.ts';
import { acceptsConnection, type ArtifactType } from '../extensions/artifact-type.ts';
import type { PickedValue } from '../data-sources/input-value.ts';
import type { Organization } from '../organization.ts';
import { defaultVersion, valuesFor, versionsOf } from '../releases/artifact-lookup.ts';
import { lookupContext } from '../releases/create-release.ts';
import type { ArtifactSource } from '../releases/definition.ts';
import { page, queryNumber, readBody } from './json.ts';
import { parameter, prefixesOf, requireProject } from './routing.ts';
import { invalidRequest } from './vss-error.ts';

const inputValuesQuery = z.looseObject({
  currentValues: z
    .record(z.string(), z.string().nullable())
    .nullish()
    .transform((values) => values ?? {}),
  inputValues: z.array(z.looseObject({ inputId: z.string() })).nullish(),
  resource: z.unknown(),
});

const artifactSources = z.array(
  z.looseObject({
    alias: z.string(),
    type: z.string(),
    sourceId: z.string().nullish(),
    definitionReference: z
      .record(z.string(), z.looseObject({ id: z.string().nullish(), name: z.string().nullish() }))
      .default({}),
  }),
);

export interface PossibleValue {
  readonly value: string;
  readonly displayValue: string;
  readonly data?: PickedValue['data'];
}

export interface InputValues {
  readonly inputId: string;
  readonly possibleValues: readonly PossibleValue[];
  readonly isLimitedToPossibleValues: boolean;
  readonly error?: { readonly message: string };
}

function connectionsFor(organization: Organization, type: ArtifactType): readonly PossibleValue[] {
  return organization.connections
    .all()
    .filter((connection) => acceptsConnection(type, connection))
    .map(({ id, name }) => ({ value: id, displayValue: name }));
}

/** An error of one input is part of its answer: the dialog shows it beside the field. */
export async function inputValues(
  organization: Organization,
  type: ArtifactType,
  inputId: string,
  current: Readonly<Record<string, string>>,
): Promise<InputValues> {
  if (inputId === 'connection')
    return { inputId, possibleValues: connectionsFor(organization, type), isLimitedToPossibleValues: true };
  try {
    const query = { type, target: inputId, inputs: current, allPages: true };
    const values = await valuesFor(lookupContext(organization), query);
    if (!values) throw new Error(`The artifact type '${type.displayName}' has no values for '${inputId}'.`);
    return { inputId, possibleValues: values, isLimitedToPossibleValues: true };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { inputId, possibleValues: [], isLimitedToPossibleValues: true, error: { message } };
  }
}

/** `resource` names the artifact type: as text or as an object with a name. */
function typeNameOf(resource: unknown): string {
  if (typeof resource === 'string') return resource;
  const read = z.looseObject({ name: z.string() }).safeParse(resource);
  return read.success ? read.data.name : '';
}

async function sourceVersions(organization: Organization, source: ArtifactSource): Promise<unknown> {
  const base = { alias: source.alias, sourceId: source.sourceId ?? '' };
  const context = lookupContext(organization);
  try {
    const versions = await versionsOf(context, source);
    const chosen = await defaultVersion(context, source).catch(() => undefined);
    return {
      ...base,
      versions: versions.map(({ value, displayValue, data }) => ({ id: value, name: displayValue, ...data })),
      defaultVersion: chosen ?? null,
      errorMessage: null,
    };
  } catch (error) {
    return {
      ...base,
      versions: [],
      defaultVersion: null,
      errorMessage: error instanceof Error ? error.message : String(error),
    };
  }
}

export function addArtifactRoutes(app: App, organization: Organization): void {
  const { release } = prefixesOf(organization);
  const versions = async (sources: readonly ArtifactSource[]): Promise<unknown> => ({
    artifactVersions: await Promise.all(sources.map((source) => sourceVersions(organization, source))),
  });

  app.get(`${release}/artifacts/types`, (request) => {
    requireProject(organization, parameter(request, 'project'));
    return page(
      organization.extensions.artifactTypes().map((type) => ({
        name: type.name,
        displayName: type.displayName,
        artifactType: type.artifactType ?? '',
        endpointTypeId: type.endpointTypeId,
        uniqueSourceIdentifier: type.uniqueSourceIdentifier,
        inputDescriptors: type.inputDescriptors,
        artifactTriggerConfiguration: type.artifactTriggerConfiguration ?? null,
        isCommitsTraceabilitySupported: false,
        isWorkitemsTraceabilitySupported: false,
      })),
    );
  });

  app.post(`${release}/artifacts/inputvaluesquery`, async (request) => {
    requireProject(organization, parameter(request, 'project'));
    const query = readBody(inputValuesQuery, 'InputValuesQuery', request.body);
    const name = typeNameOf(query.resource);
    const type = organization.extensions.artifactType(name);
    if (!type)
      throw invalidRequest(`VS402962: The artifact type '${name}' is not installed in this organization.`);
    const current = Object.fromEntries(
      Object.entries(query.currentValues).map(([key, value]) => [key, value ?? '']),
    );
    return {
      currentValues: current,
      resource: query.resource,
      inputValues: await Promise.all(
        (query.inputValues ?? []).map(({ inputId }) => inputValues(organization, type, inputId, current)),
      ),
    };
  });

  app.get(`${release}/artifacts/versions`, (request) => {
    requireProject(organization, parameter(request, 'project'));
    return versions(
      organization.definitions.get(queryNumber(request.query, 'releaseDefinitionId') ?? 0).artifacts,
    );
  });
  app.post(`${release}/artifacts/versions`, (request) => {
    requireProject(organization, parameter(request, 'project'));
    return versions(readBody(artifactSources, 'Artifact[]', request.body));
  });
}
