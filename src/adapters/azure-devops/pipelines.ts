// Finds the YAML pipeline that a target names. To the Build service a pipeline is a build definition of the same id.
import { BuildApi } from 'azure-devops-node-api/BuildApi.js';
import * as z from 'zod';
import { fail } from '../../core/errors/catalogue.ts';
import type { PipelineTarget } from '../../core/firing/target.ts';
import { readAnswer } from './answers.ts';
import type { Organization } from './organization.ts';

export interface Pipeline {
  readonly id: number;
  readonly name: string;
}

const pipelineSchema = z.object({ id: z.number(), name: z.string() });

/** @throws DevOpsProjectNotFound, PipelineNotFound, PipelineAmbiguous */
export async function findPipeline(
  organization: Organization,
  { project, definition }: PipelineTarget,
): Promise<Pipeline> {
  if (typeof definition === 'number') {
    const action = `find the pipeline ${definition} in project '${project}'`;
    const answer = await organization.callOwn(BuildApi, action, (api) =>
      api.getDefinition(project, definition),
    );
    const found = readAnswer(answer, pipelineSchema, { organization: organization.url, action });
    if (found !== undefined) return found;
    await pipelinesNamed(organization, project, '-'); // throws if it is the project that is missing
    throw fail('PipelineNotFound', { pipeline: definition, project });
  }
  const [first, ...others] = await pipelinesNamed(organization, project, definition);
  if (first === undefined) throw fail('PipelineNotFound', { pipeline: definition, project });
  if (others.length > 0) {
    const ids = [first, ...others].map(({ id }) => id);
    throw fail('PipelineAmbiguous', { pipeline: definition, project, ids });
  }
  return first;
}

async function pipelinesNamed(
  organization: Organization,
  project: string,
  name: string,
): Promise<readonly Pipeline[]> {
  const action = `list the pipelines of project '${project}'`;
  const answer = await organization.callOwn(BuildApi, action, (api) => api.getDefinitions(project, name));
  const call = { organization: organization.url, action };
  const listed = readAnswer(answer, z.array(pipelineSchema), call);
  if (listed === undefined) throw fail('DevOpsProjectNotFound', { project, organization: organization.url });
  // The name is a pattern there, in which * stands for anything.
  return listed.filter((each) => each.name.toLowerCase() === name.toLowerCase());
}
