// YAML pipelines and their runs over REST, and the emulator's own address that takes a pipeline's text.
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import type { App } from '../../kernel/https-server.ts';
import type { Organization } from '../organization.ts';
import { expandPipeline, runParameters } from '../pipelines/create-run.ts';
import type { PipelineRunner } from '../pipelines/pipeline-runner.ts';
import type { PipelineRun } from '../pipelines/pipeline-store.ts';
import type { HookSaver } from '../triggers/hook-saver.ts';
import { page, queryNumber, readBody } from './json.ts';
import { pipelineViews } from './pipeline-views.ts';
import { numberParameter, parameter, prefixesOf, requireProject } from './routing.ts';
import { invalidRequest, VssError } from './vss-error.ts';

const pipelineText = z.strictObject({
  name: z.string().min(1),
  folder: z.string().default('\\'),
  yaml: z.string(),
});

/** The service's own limit of a list of pipelines and of runs. */
const maxRuns = 10_000;

export interface PipelineRouteParts {
  readonly organization: Organization;
  readonly runner: PipelineRunner;
  readonly saver: HookSaver;
}

function addRunRoutes(app: App, { organization, runner }: PipelineRouteParts): void {
  const { project } = prefixesOf(organization);
  const { pipelines } = organization;
  const view = pipelineViews(organization);
  const runs = `${project}/pipelines/:pipelineId/runs`;

  const start = async (pipelineId: number, body: unknown): Promise<unknown> => {
    const given = readBody(runParameters, 'RunPipelineParameters', body ?? {});
    const pipeline = pipelines.get(pipelineId);
    const templateParameters = given.templateParameters ?? {};
    if (given.previewRun === true) {
      const { finalYaml } = expandPipeline(
        organization,
        given.yamlOverride ?? pipeline.yaml,
        templateParameters,
      );
      return { id: -1, finalYaml, pipeline: view.pipeline(pipeline) };
    }
    if (given.yamlOverride) throw invalidRequest('YamlOverride can be used only together with PreviewRun.');
    const builds = Object.entries(given.resources?.builds ?? {}).flatMap(
      ([alias, { version }]): [string, string][] => (version ? [[alias, version]] : []),
    );
    const variables = Object.entries(given.variables ?? {}).map(([name, { value, isSecret }]) => [
      name,
      { value: value ?? '', ...(isSecret === true ? { isSecret } : {}) },
    ]);
    return view.run(
      await runner.start({
        pipeline,
        versions: Object.fromEntries(builds),
        templateParameters,
        variables: Object.fromEntries(variables) as PipelineRun['variables'],
      }),
    );
  };

  app.post(runs, (request) => {
    requireProject(organization, parameter(request, 'project'));
    return start(numberParameter(request, 'pipelineId'), request.body);
  });
  app.post(`${project}/pipelines/:pipelineId/preview`, (request) => {
    requireProject(organization, parameter(request, 'project'));
    const body = { ...(request.body as Record<string, unknown> | undefined), previewRun: true };
    return start(numberParameter(request, 'pipelineId'), body);
  });
  app.get(runs, (request) => {
    requireProject(organization, parameter(request, 'project'));
    const { id } = pipelines.get(numberParameter(request, 'pipelineId'));
    return page(pipelines.runsOf(id).slice(0, maxRuns).map(view.listedRun));
  });
  const runOf = (request: Parameters<typeof numberParameter>[0]): PipelineRun => {
    requireProject(organization, parameter(request, 'project'));
    return pipelines.run(numberParameter(request, 'pipelineId'), numberParameter(request, 'runId'));
  };
  app.get(`${runs}/:runId`, (request) => view.run(runOf(request)));
  app.get(`${runs}/:runId/logs`, (request) => {
    const run = runOf(request);
    return { logs: run.logs.map((log) => view.log(run, log)), url: request.url };
  });
  app.get(`${runs}/:runId/logs/:logId`, (request) => {
    const run = runOf(request);
    const id = numberParameter(request, 'logId');
    const log = run.logs.find((each) => each.id === id);
    if (!log) throw new VssError(404, 'LogNotFoundException', `Log ${id} of run ${run.id} not found.`);
    return view.log(run, log);
  });
  // Pipelines has the text only behind signed content, Build has it at this address: the emulator answers here.
  app.get(`${project}/build/builds/:runId/logs/:logId`, async (request, reply) => {
    requireProject(organization, parameter(request, 'project'));
    const run = pipelines.anyRun(numberParameter(request, 'runId'));
    const log = run.logs.find((each) => each.id === numberParameter(request, 'logId'));
    const text = log === undefined ? '' : await readFile(log.file, 'utf8').catch(() => '');
    return reply.type('text/plain; charset=utf-8').send(text);
  });
}

export function addPipelineRoutes(app: App, parts: PipelineRouteParts): void {
  const { organization, saver } = parts;
  const { project } = prefixesOf(organization);
  const { pipelines } = organization;
  const view = pipelineViews(organization);

  app.put(`/${organization.name}/_emulator/pipelines`, async (request) => {
    const { name, folder, yaml } = readBody(pipelineText, 'Pipeline', request.body);
    const { builds } = expandPipeline(organization, yaml, undefined);
    const sources = builds.filter(({ isTriggered }) => isTriggered);
    if (!organization.switches.yamlBuildTriggers && sources.length > 0)
      organization.log(`pipeline ${name}: triggers of build resources are off, and so none is registered`);
    const saved = await saver.save({
      world: 'pipeline',
      id: pipelines.byName(name)?.id,
      sources: organization.switches.yamlBuildTriggers ? sources : [],
      check: () => undefined,
      store: () => {
        const stored = pipelines.put(name, folder, yaml);
        return { id: stored.id, saved: stored };
      },
    });
    return view.pipeline(saved);
  });
  app.delete(`/${organization.name}/_emulator/pipelines/:pipelineId`, async (request, reply) => {
    const id = numberParameter(request, 'pipelineId');
    await saver.remove('pipeline', id, () => pipelines.remove(id));
    return reply.status(204).send();
  });

  app.get(`${project}/pipelines`, (request) => {
    requireProject(organization, parameter(request, 'project'));
    const top = queryNumber(request.query, '$top') ?? maxRuns;
    return page(pipelines.all().slice(0, top).map(view.pipeline));
  });
  app.get(`${project}/pipelines/:pipelineId`, (request) => {
    requireProject(organization, parameter(request, 'project'));
    return view.pipeline(pipelines.get(numberParameter(request, 'pipelineId')));
  });
  app.post(`${project}/pipelines`, () => {
    throw new VssError(
      501,
      'NotImplementedException',
      'Pipelines are made from a repository, which is not emulated: put the text to _emulator/pipelines.',
    );
  });
  addRunRoutes(app, parts);
}
