// Runs of YAML pipelines, through azure-devops-node-api. A run keeps its key in a template parameter, which is part of
// the very request that makes it.
import { BuildApi } from 'azure-devops-node-api/BuildApi.js';
import { PipelinesApi } from 'azure-devops-node-api/PipelinesApi.js';
import { BuildQueryOrder } from 'azure-devops-node-api/interfaces/BuildInterfaces.js';
import * as z from 'zod';
import { fail } from '../../core/errors/catalogue.ts';
import { isExtensionError } from '../../core/errors/extension-error.ts';
import type { PipelineTarget } from '../../core/firing/target.ts';
import type { Effect, FiringRequest, FiringTargets } from '../../ports/firing-targets.ts';
import { emptyAnswer, readAnswer } from './answers.ts';
import { type LookUp, lookedUpOnce } from './look-up.ts';
import type { Organization } from './organization.ts';
import { type Pipeline, findPipeline } from './pipelines.ts';

const linkSchema = z.object({ web: z.object({ href: z.string() }).optional() }).optional();

const runSchema = z.object({ id: z.number(), name: z.string(), _links: linkSchema });

/** A run as the Build service shows it; the list of runs of the Pipelines service leaves the parameters out. */
const buildSchema = z.object({
  id: z.number(),
  buildNumber: z.string(),
  queueTime: z.date(),
  templateParameters: z.record(z.string(), z.unknown()).nullish(),
  _links: linkSchema,
});

type Build = z.infer<typeof buildSchema>;

/** How many runs are asked for at once; the service's own limit is 5000. */
const pageSize = 500;

export function createPipelineRuns(organization: Organization): FiringTargets<PipelineTarget> {
  const withPipeline: LookUp<PipelineTarget, Pipeline> = lookedUpOnce((target) =>
    findPipeline(organization, target),
  );

  return {
    verify: (target) =>
      withPipeline(target, (pipeline) => requireKeyParameter(organization, target, pipeline)),

    find: (target, key, since) =>
      withPipeline(target, async (pipeline) => {
        for await (const build of buildsSince(organization, target, pipeline, since)) {
          if ((await keyOf(organization, target, build)) === key) {
            return asEffect({ ...build, name: build.buildNumber }, organization, target);
          }
        }
        return undefined;
      }),

    create: (target, request) =>
      withPipeline(target, async (pipeline) => {
        const action = `run the pipeline '${pipeline.name}' of project '${target.project}'`;
        const answer = await organization.callOwn(PipelinesApi, action, (api) =>
          api.runPipeline(orderOf(target, request), target.project, pipeline.id),
        );
        const run = readAnswer(answer, runSchema, { organization: organization.url, action });
        // Whether it took effect is not known: the next turn looks before it calls.
        if (run === undefined) throw emptyAnswer(action);
        return asEffect(run, organization, target);
      }),

    async tag({ project }, { id, name }, tags) {
      if (id === undefined) return;
      const action = `tag the run '${name}' in project '${project}'`;
      await organization.callOwn(BuildApi, action, (api) => api.addBuildTags([...tags], project, id));
    },
  };
}

function orderOf({ resource, keyParameter, parameters }: PipelineTarget, { key, facts }: FiringRequest) {
  const given = Object.entries(parameters ?? {}).map(([name, fact]) => [name, facts[fact]] as const);
  return {
    templateParameters: { ...Object.fromEntries(given), [keyParameter]: key },
    ...(resource === undefined ? {} : { resources: { builds: { [resource]: { version: facts.version } } } }),
  };
}

/** Asks for the run without making it: only whether the YAML declares the parameter that has to keep the key. */
async function requireKeyParameter(
  organization: Organization,
  { project, keyParameter }: PipelineTarget,
  pipeline: Pipeline,
): Promise<void> {
  const action = `preview a run of the pipeline '${pipeline.name}' of project '${project}'`;
  const order = { previewRun: true, templateParameters: { [keyParameter]: 'is it declared?' } };
  try {
    await organization.callOwn(PipelinesApi, action, (api) => api.preview(order, project, pipeline.id));
  } catch (error) {
    // Whatever else is refused, e.g. a parameter that is given only when it fires, shows when it fires.
    if (!isExtensionError(error) || error.code !== 'DevOpsRejected') throw error;
    if (!error.message.includes(`Unexpected parameter '${keyParameter}'`)) return;
    throw fail('PipelineParameterMissing', { pipeline: pipeline.name, parameter: keyParameter }, error);
  }
}

/**
 * The runs of a pipeline queued at `since` or later, oldest first. BuildApi.getBuilds hides the continuation token, so
 * the next page begins a moment before the last run of the one before, and what is known already is left out.
 */
async function* buildsSince(
  organization: Organization,
  { project }: PipelineTarget,
  pipeline: Pipeline,
  since: Date,
): AsyncGenerator<Build> {
  const action = `list the runs of '${pipeline.name}' in project '${project}'`;
  const known = new Set<number>();
  let from = since;
  for (;;) {
    const minTime = from;
    const answer = await organization.callOwn(BuildApi, action, (api) =>
      api.getBuilds(
        project,
        [pipeline.id],
        undefined, // queues
        undefined, // build number
        minTime,
        undefined, // maximum time
        undefined, // requested for
        undefined, // reason
        undefined, // status
        undefined, // result
        undefined, // tags
        undefined, // properties
        pageSize,
        undefined, // continuation token
        undefined, // most of each definition
        undefined, // deleted ones
        BuildQueryOrder.QueueTimeAscending,
      ),
    );
    const page = readAnswer(answer, z.array(buildSchema), { organization: organization.url, action });
    // Never to be taken for "no such run": the run would be made twice.
    if (page === undefined) throw emptyAnswer(action);
    const fresh = page.filter(({ id }) => !known.has(id));
    yield* fresh;
    const end = fresh.at(-1);
    if (end === undefined) return;
    for (const { id } of fresh) known.add(id);
    from = new Date(end.queueTime.getTime() - 1);
  }
}

/** The key that a run carries. A list may leave the parameters out; the run itself shows them. */
async function keyOf(
  organization: Organization,
  { project, keyParameter }: PipelineTarget,
  listed: Build,
): Promise<unknown> {
  const shown = listed.templateParameters?.[keyParameter];
  if (shown !== undefined) return shown;
  const action = `read the run '${listed.buildNumber}' in project '${project}'`;
  const answer = await organization.callOwn(BuildApi, action, (api) => api.getBuild(project, listed.id));
  const build = readAnswer(answer, buildSchema, { organization: organization.url, action });
  // Deleted between the two calls: not what is looked for.
  return build?.templateParameters?.[keyParameter];
}

function asEffect(
  { id, name, _links }: z.infer<typeof runSchema>,
  organization: Organization,
  { project }: PipelineTarget,
): Effect {
  const path = `${encodeURIComponent(project)}/_build/results?buildId=${id}`;
  return { id, name, url: _links?.web?.href ?? `${organization.url}/${path}` };
}
