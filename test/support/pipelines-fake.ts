// YAML pipelines of Azure DevOps as far as the watcher calls them: remembers runs and refuses the rest.
import * as z from 'zod';
import { type Answer, type FakeCall, exception, location } from './azure-devops-answers.ts';

export interface FakePipeline {
  readonly id: number;
  readonly name: string;
  /** What its YAML declares. */
  readonly parameters: readonly string[];
  /** The aliases of its build resources. */
  readonly builds?: readonly string[];
}

export interface FakeRun {
  readonly id: number;
  readonly name: string;
  readonly pipeline: number;
  readonly queueTime: string;
  readonly templateParameters: Readonly<Record<string, string>>;
  /** Alias and version of each build resource of the order. */
  readonly builds: Readonly<Record<string, string>>;
  readonly tags: string[];
}

export interface PipelinesFakeOptions {
  readonly pipelines?: readonly FakePipeline[];
  /** How many runs a page holds at most, whatever is asked for. */
  readonly runsPerPage?: number;
  /** Whether a list of runs shows their parameters, as one run alone does. */
  readonly listHasParameters?: boolean;
  /** Whether the earliest time that is asked for is itself included. */
  readonly minTimeIsIncluded?: boolean;
  readonly now: () => Date;
}

const orderSchema = z.strictObject({
  previewRun: z.boolean().optional(),
  templateParameters: z.record(z.string(), z.string()),
  resources: z
    .strictObject({ builds: z.record(z.string(), z.strictObject({ version: z.string() })) })
    .optional(),
});

export const pipelineLocations = [
  location('7859261e-d2e9-4a68-b820-a5d84cc5bb3d', 'pipelines', 'runs', '{pipelineId}/{resource}/{runId}'),
  location('53df2d18-29ea-46a9-bee0-933540f80abf', 'pipelines', 'preview', '{pipelineId}/{resource}'),
  location('dbeaf647-6167-421a-bda9-c9327b25e2e6', 'build', 'definitions', '{resource}/{definitionId}'),
  location('0cd358e1-9217-4d94-8269-1c1ee6f93dcf', 'build', 'builds', '{resource}/{buildId}'),
  location('6e6114b2-8161-44c8-8f6c-c5505782427f', 'build', 'tags', 'builds/{buildId}/{resource}/{tag}'),
];

export interface PipelinesFake {
  readonly runs: FakeRun[];
  /** @param place the path behind the project's _apis, in parts */
  answer(call: FakeCall, place: readonly string[], text: string): Answer | undefined;
}

export function createPipelinesFake(options: PipelinesFakeOptions): PipelinesFake {
  const { pipelines = [], now, runsPerPage = 1000, listHasParameters = true } = options;
  const runs: FakeRun[] = [];
  const links = (id: number) => ({ web: { href: `https://devops.example/demo/_build?buildId=${id}` } });
  const buildBody = (run: FakeRun, hasParameters: boolean) => ({
    id: run.id,
    buildNumber: run.name,
    queueTime: run.queueTime,
    _links: links(run.id),
    ...(hasParameters ? { templateParameters: run.templateParameters } : {}),
  });

  function start(pipeline: FakePipeline, text: string, isPreview: boolean): Answer {
    const { templateParameters, resources } = orderSchema.parse(JSON.parse(text));
    const wrong = Object.keys(templateParameters).find((name) => !pipeline.parameters.includes(name));
    if (wrong !== undefined) return exception(400, `/azure-pipelines.yml: Unexpected parameter '${wrong}'`);
    const builds = Object.entries(resources?.builds ?? {});
    const unknown = builds.find(([alias]) => pipeline.builds?.includes(alias) !== true);
    if (unknown !== undefined) return exception(400, `There is no build resource '${unknown[0]}'.`);
    if (isPreview) return { status: 200, body: { id: -1, finalYaml: 'steps: []' } };
    const id = (runs.at(-1)?.id ?? 500) + 1;
    const run: FakeRun = {
      id,
      name: `20261121.${id}`,
      pipeline: pipeline.id,
      queueTime: now().toISOString(),
      templateParameters,
      builds: Object.fromEntries(builds.map(([alias, { version }]) => [alias, version])),
      tags: [],
    };
    runs.push(run);
    return { status: 200, body: { id, name: run.name, state: 'inProgress', _links: links(id) } };
  }

  function list(query: URLSearchParams): Answer {
    // BuildQueryOrder.QueueTimeAscending as a number
    if (query.get('queryOrder') !== '5') return exception(501, 'only the order of queueing is faked');
    const since = Date.parse(query.get('minTime') ?? '');
    const page = runs
      .filter(({ pipeline }) => pipeline === Number(query.get('definitions')))
      .map((run) => ({ run, time: Date.parse(run.queueTime) }))
      .filter(({ time }) => time > since || (options.minTimeIsIncluded === true && time === since))
      .slice(0, Math.min(runsPerPage, Number(query.get('$top') ?? 1000)))
      .map(({ run }) => buildBody(run, listHasParameters));
    return { status: 200, body: { count: page.length, value: page } };
  }

  return {
    runs,
    answer({ method, query }, [area, resource, id, part], text) {
      if (area?.toLowerCase() === 'pipelines') {
        const pipeline = pipelines.find((each) => each.id === Number(resource));
        if (pipeline === undefined) return exception(404, 'Pipeline not found.');
        if (method === 'POST' && id === 'runs') return start(pipeline, text, false);
        if (method === 'POST' && id === 'preview') return start(pipeline, text, true);
      }
      if (area?.toLowerCase() !== 'build') return undefined;
      const run = runs.find((each) => each.id === Number(id));
      switch (
        `${method} ${resource ?? ''}${id === undefined ? '' : '/id'}${part === undefined ? '' : `/${part}`}`
      ) {
        case 'GET definitions': {
          const value = pipelines.filter(({ name }) => name === query.get('name'));
          return { status: 200, body: { count: value.length, value } };
        }
        case 'GET definitions/id': {
          const pipeline = pipelines.find((each) => each.id === Number(id));
          return pipeline === undefined ? exception(404, 'No definition.') : { status: 200, body: pipeline };
        }
        case 'GET builds':
          return list(query);
        case 'GET builds/id':
          return run === undefined
            ? exception(404, 'No build.')
            : { status: 200, body: buildBody(run, true) };
        case 'POST builds/id/tags':
          for (const tag of z.array(z.string()).parse(JSON.parse(text))) {
            if (run?.tags.includes(tag) === false) run.tags.push(tag);
          }
          return { status: 200, body: { value: run?.tags ?? [] } };
        default:
          return undefined;
      }
    },
  };
}
