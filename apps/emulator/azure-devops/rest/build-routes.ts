// The Build service over REST, as far as it is about YAML pipelines: each is a definition, and each of its runs a build.
import type { App } from '../../kernel/https-server.ts';
import type { Organization } from '../organization.ts';
import type { PipelineRun } from '../pipelines/pipeline-store.ts';
import { buildViews } from './build-views.ts';
import { page, queryList, queryNumber, queryText, readBody } from './json.ts';
import { numberParameter, parameter, prefixesOf, requireProject } from './routing.ts';
import { invalidRequest, VssError } from './vss-error.ts';
import { z } from 'zod';

/** BuildQueryOrder by number, as azure-devops-node-api sends it. */
const orders: Readonly<Record<string, string>> = {
  2: 'finishtimeascending',
  3: 'finishtimedescending',
  4: 'queuetimedescending',
  5: 'queuetimeascending',
  6: 'starttimedescending',
  7: 'starttimeascending',
};

/** What the service gives when nothing is asked for, and the most it gives. */
const defaultTop = 1000;
const maxTop = 5000;

/** Filters that are not emulated: an answer that took no notice of them would be wrong. */
const unknownFilters = ['queues', 'requestedFor', 'repositoryId', 'branchName', 'maxBuildsPerDefinition'];

function timeOf(run: PipelineRun, order: string): number {
  // A run begins at once here: it is queued and started at the same time.
  const text = order.startsWith('finish') ? run.finishedDate : run.createdDate;
  return text === undefined ? Number.POSITIVE_INFINITY : Date.parse(text);
}

/** The name is a pattern in which `*` stands for any characters. */
function matchesName(name: string, pattern: string | undefined): boolean {
  if (pattern === undefined) return true;
  const parts = pattern.split('*').map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`, 'i').test(name);
}

function matching(runs: readonly PipelineRun[], query: unknown): readonly PipelineRun[] {
  const unknown = unknownFilters.find((name) => queryText(query, name) !== undefined);
  if (unknown !== undefined)
    throw new VssError(501, 'NotImplementedException', `The filter '${unknown}' of builds is not emulated.`);
  const order = (queryText(query, 'queryOrder') ?? 'finishTimeDescending').toLowerCase();
  const by = orders[order] ?? order;
  if (!Object.values(orders).includes(by)) throw invalidRequest(`The query order '${order}' is not known.`);
  const definitions = queryList(query, 'definitions');
  const ids = queryList(query, 'buildIds');
  const tags = queryList(query, 'tagFilters').map((tag) => tag.toLowerCase());
  const least = Date.parse(queryText(query, 'minTime') ?? '0001-01-01T00:00:00Z');
  const most = Date.parse(queryText(query, 'maxTime') ?? '9999-12-31T00:00:00Z');
  const direction = by.endsWith('ascending') ? 1 : -1;
  return runs
    .filter(({ pipeline }) => definitions.length === 0 || definitions.includes(String(pipeline.id)))
    .filter(({ id }) => ids.length === 0 || ids.includes(String(id)))
    .filter((run) => tags.every((tag) => run.tags.some((own) => own.toLowerCase() === tag)))
    .filter((run) => timeOf(run, by) >= least && (timeOf(run, by) <= most || most > Date.now()))
    .toSorted((a, b) => direction * (timeOf(a, by) - timeOf(b, by) || a.id - b.id));
}

export function addBuildRoutes(app: App, organization: Organization): void {
  const { project } = prefixesOf(organization);
  const { pipelines } = organization;
  const view = buildViews(organization);
  const build = `${project}/build`;

  app.get(`${build}/definitions`, (request) => {
    requireProject(organization, parameter(request, 'project'));
    const name = queryText(request.query, 'name');
    return page(
      pipelines
        .all()
        .filter((each) => matchesName(each.name, name))
        .map(view.definition),
    );
  });
  app.get(`${build}/definitions/:definitionId`, (request) => {
    requireProject(organization, parameter(request, 'project'));
    return view.definition(pipelines.get(numberParameter(request, 'definitionId')));
  });

  app.get(`${build}/builds`, async (request, reply) => {
    requireProject(organization, parameter(request, 'project'));
    const { query } = request;
    const found = matching(pipelines.allRuns(), query);
    // The token is the place in the ordered list where the next page begins.
    const from = queryNumber(query, 'continuationToken') ?? 0;
    const top = Math.min(queryNumber(query, '$top') ?? defaultTop, maxTop);
    if (found.length > from + top) void reply.header('x-ms-continuationtoken', String(from + top));
    return page(found.slice(from, from + top).map(view.listed));
  });
  app.get(`${build}/builds/:buildId`, (request) => {
    requireProject(organization, parameter(request, 'project'));
    return view.build(pipelines.anyRun(numberParameter(request, 'buildId')));
  });

  app.get(`${build}/builds/:buildId/tags`, (request) => {
    requireProject(organization, parameter(request, 'project'));
    return page(pipelines.anyRun(numberParameter(request, 'buildId')).tags);
  });
  app.post(`${build}/builds/:buildId/tags`, (request) => {
    requireProject(organization, parameter(request, 'project'));
    const run = pipelines.anyRun(numberParameter(request, 'buildId'));
    for (const tag of readBody(z.array(z.string().min(1)), 'String[]', request.body))
      if (!run.tags.some((own) => own.toLowerCase() === tag.toLowerCase())) run.tags.push(tag);
    return page(run.tags);
  });
}
