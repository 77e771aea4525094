// Finds the release definition that a target names, and checks that it has the artifact.
import * as z from 'zod';
import { ReleaseDefinitionExpands } from 'azure-devops-node-api/interfaces/ReleaseInterfaces.js';
import { fail } from '../../core/errors/catalogue.ts';
import type { ReleaseTarget } from '../../core/firing/target.ts';
import { type Definition, definitionSchema, readAnswer } from './answers.ts';
import type { Organization } from './organization.ts';

/** @throws DevOpsProjectNotFound, ReleaseDefinitionNotFound, ReleaseDefinitionAmbiguous, ArtifactAliasNotFound */
export async function findDefinition(organization: Organization, target: ReleaseTarget): Promise<Definition> {
  const { definition: wanted, artifact } = target;
  const definition =
    typeof wanted === 'number'
      ? await definitionById(organization, target.project, wanted)
      : await definitionByName(organization, target.project, wanted);
  const known = (definition.artifacts ?? []).map(({ alias }) => alias);
  if (!known.includes(artifact)) {
    throw fail('ArtifactAliasNotFound', { artifact, definition: definition.name, known });
  }
  return definition;
}

async function definitionById(organization: Organization, project: string, id: number): Promise<Definition> {
  const action = `find the release definition ${id} in project '${project}'`;
  const answer = await organization.call(action, (api) => api.getReleaseDefinition(project, id));
  const definition = readAnswer(answer, definitionSchema, { organization: organization.url, action });
  if (definition !== undefined) return definition;
  await listDefinitions(organization, project, { top: 1 }); // throws if it is the project that is missing
  throw fail('ReleaseDefinitionNotFound', { definition: id, project });
}

async function definitionByName(
  organization: Organization,
  project: string,
  name: string,
): Promise<Definition> {
  const listed = await listDefinitions(organization, project, { name });
  // Compared here too, for a server that takes the name for a part of the name.
  const [first, ...others] = listed.filter((each) => each.name.toLowerCase() === name.toLowerCase());
  if (first === undefined) throw fail('ReleaseDefinitionNotFound', { definition: name, project });
  if (others.length > 0) {
    const ids = [first, ...others].map(({ id }) => id);
    throw fail('ReleaseDefinitionAmbiguous', { definition: name, project, ids });
  }
  return first;
}

async function listDefinitions(
  organization: Organization,
  project: string,
  { name, top }: { readonly name?: string; readonly top?: number },
): Promise<readonly Definition[]> {
  const action = `list the release definitions of project '${project}'`;
  const answer = await organization.call(action, (api) =>
    api.getReleaseDefinitions(
      project,
      name,
      ReleaseDefinitionExpands.Artifacts,
      undefined, // artifact type
      undefined, // artifact source id
      top,
      undefined, // continuation token
      undefined, // order
      undefined, // path
      name !== undefined, // exact name
    ),
  );
  const call = { organization: organization.url, action };
  const definitions = readAnswer(answer, z.array(definitionSchema), call);
  if (definitions === undefined) {
    throw fail('DevOpsProjectNotFound', { project, organization: organization.url });
  }
  return definitions;
}
