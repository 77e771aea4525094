// Azure DevOps as far as the watcher calls it, over HTTP on loopback: it remembers releases and refuses the rest.
import { type IncomingMessage, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as z from 'zod';
import { type Answer, type FakeCall, exception, location } from './azure-devops-answers.ts';
import {
  type DefinitionsFakeOptions,
  type FakeDefinition,
  createDefinitionsFake,
  surroundingLocations,
} from './definitions-fake.ts';
import {
  type FakeRun,
  type PipelinesFakeOptions,
  createPipelinesFake,
  pipelineLocations,
} from './pipelines-fake.ts';

export type { FakeCall };

export interface FakeRelease {
  readonly id: number;
  readonly name: string;
  readonly description: string;
  readonly createdOn: string;
  readonly definition: number;
  /** Alias and version of each artifact of the order. */
  readonly artifacts: Readonly<Record<string, string>>;
  readonly tags: string[];
  status: 'draft' | 'active' | 'abandoned';
  /** EnvironmentStatus of each stage, as text. */
  stages: readonly string[];
}

/** What becomes of a call instead of its answer; `after` means that it had its effect first. */
export type Mishap =
  | {
      readonly status: number;
      readonly body?: unknown;
      readonly headers?: Record<string, string>;
      readonly after?: boolean;
    }
  | { readonly cut: true; readonly after?: boolean };

export interface AzureDevOpsFake {
  /** Address of the organization. */
  readonly url: string;
  readonly token: string;
  readonly calls: FakeCall[];
  readonly releases: FakeRelease[];
  readonly runs: FakeRun[];
  /** Deployments in the service's own shape, newest first. */
  readonly deployments: object[];
  /** Decides about each call; absent: it is answered. May take its time, or never come back. */
  mishap: (call: FakeCall) => Mishap | undefined | Promise<Mishap | undefined>;
  close(): Promise<void>;
}

export type { FakeDefinition };

const releaseLocations = [
  location('b005ef73-cddc-448e-9ba2-5193bf36b19f', 'Release', 'deployments', '{resource}'),
  location('a166fde7-27ad-408e-ba75-703c2cc9d500', 'Release', 'releases', '{resource}/{releaseId}'),
  location('d8f96f24-8ea7-4cb6-baab-2df8fc515665', 'Release', 'definitions', '{resource}/{definitionId}'),
  location(
    'c5b602b6-d1b3-4363-8a51-94384f78068f',
    'Release',
    'tags',
    'releases/{releaseId}/{resource}/{tag}',
  ),
];

const orderSchema = z.strictObject({
  definitionId: z.number(),
  description: z.string(),
  isDraft: z.boolean(),
  artifacts: z.array(
    z.strictObject({
      alias: z.string(),
      instanceReference: z.strictObject({ id: z.string(), name: z.string() }),
    }),
  ),
});

const changeSchema = z.strictObject({
  // ReleaseStatus: the client writes numbers
  status: z
    .union([z.literal(2), z.literal(4)])
    .transform((status) => (status === 2 ? 'active' : 'abandoned')),
});

export interface AzureDevOpsFakeOptions
  extends Partial<PipelinesFakeOptions>, Omit<DefinitionsFakeOptions, 'project'> {
  readonly project?: string;
  readonly token?: string;
  /** How many releases a page holds at most, whatever is asked for. */
  readonly pageSize?: number;
  /** Whether a page begins at the continuation token or after it. */
  readonly tokenIsIncluded?: boolean;
}

export async function startAzureDevOpsFake(options: AzureDevOpsFakeOptions): Promise<AzureDevOpsFake> {
  const {
    definitions,
    project = 'demo',
    token = 'secret-token-of-the-test',
    now = () => new Date(),
  } = options;
  const calls: FakeCall[] = [];
  const releases: FakeRelease[] = [];
  const deployments: object[] = [];
  const pipelines = createPipelinesFake({ ...options, now });
  const surroundings = createDefinitionsFake({ ...options, project });

  function listReleases(query: URLSearchParams): Answer {
    const { pageSize = 100, tokenIsIncluded = false } = options;
    const from = Number(query.get('continuationToken') ?? 0);
    const since = Date.parse(query.get('minCreatedTime') ?? '1970-01-01T00:00:00Z');
    // ReleaseQueryOrder as a number
    const isAscending = query.get('queryOrder') === '1';
    if (!isAscending && query.has('continuationToken')) return exception(501, 'pages of it are not faked');
    const withStages = query.get('$expand') === '2'; // ReleaseExpands.Environments
    const page = (isAscending ? releases : releases.toReversed())
      .filter(({ definition }) => definition === Number(query.get('definitionId')))
      .filter(({ createdOn }) => Date.parse(createdOn) >= since)
      .filter(({ id }) => (tokenIsIncluded ? id >= from : id > from))
      .slice(0, Math.min(pageSize, Number(query.get('$top') ?? 50)));
    return {
      status: 200,
      body: {
        count: page.length,
        value: page.map((release) => ({
          ...releaseBody(release),
          ...(withStages ? { environments: release.stages.map((status) => ({ status })) } : {}),
        })),
      },
    };
  }

  const releaseBody = ({ id, name, description, status, createdOn }: FakeRelease) => ({
    id,
    name,
    description,
    status,
    createdOn,
    _links: { web: { href: `https://devops.example/${project}/_releaseProgress?releaseId=${id}` } },
  });

  function createRelease(text: string): Answer {
    const order = orderSchema.parse(JSON.parse(text));
    const definition = definitions.find(({ id }) => id === order.definitionId);
    if (definition === undefined) return exception(404, 'VS402881: no such definition');
    const unknown = order.artifacts.find(({ alias }) => !definition.aliases.includes(alias));
    if (unknown !== undefined) return exception(400, `VS402982: no artifact ${unknown.alias}.`);
    const id = (releases.at(-1)?.id ?? 40) + 1;
    const release: FakeRelease = {
      id,
      name: `Release-${id}`,
      description: order.description,
      createdOn: now().toISOString(),
      definition: definition.id,
      artifacts: Object.fromEntries(order.artifacts.map((each) => [each.alias, each.instanceReference.id])),
      tags: [],
      status: order.isDraft ? 'draft' : 'active',
      stages: ['notStarted'],
    };
    releases.push(release);
    return { status: 200, body: releaseBody(release) };
  }

  function answer({ method, path, query, authorization }: FakeCall, text: string): Answer {
    const allowed = [`Basic ${Buffer.from(`PAT:${token}`).toString('base64')}`, `Bearer ${token}`];
    if (!allowed.includes(authorization)) return { status: 401, body: '' };
    if (path === '/_apis/ResourceAreas') {
      const area = {
        id: 'efc2f575-36ef-48e9-b672-0c6fb4a48ac5',
        locationUrl: `${origin}/release-host`,
        name: 'Release',
      };
      return { status: 200, body: { count: 1, value: [area] } };
    }
    if (method === 'OPTIONS' && path.startsWith('/_apis/')) {
      const area = path.slice('/_apis/'.length).toLowerCase();
      const value = [...releaseLocations, ...pipelineLocations, ...surroundingLocations].filter(
        (each) => each.area.toLowerCase() === area,
      );
      return { status: 200, body: { value } };
    }
    if (path === '/_apis/projects') return surroundings.projects(query);
    const [, named, , ...place] = path.split('/');
    const [area, resource, id, tags] = place;
    if (named !== project)
      return exception(404, `TF200016: The following project does not exist: ${named ?? ''}.`);
    if (area?.toLowerCase() !== 'release') {
      const answered =
        surroundings.connections(method, place, query) ??
        pipelines.answer({ method, path, query, authorization }, place, text);
      return answered ?? exception(501, `${method} ${path} is not faked`);
    }
    switch (`${method} ${resource ?? ''}`) {
      case 'GET releases':
        return listReleases(query);
      case 'POST releases': {
        if (tags === undefined) return createRelease(text);
        const release = releases.find((each) => each.id === Number(id));
        for (const tag of z.array(z.string()).parse(JSON.parse(text))) {
          if (release?.tags.includes(tag) === false) release.tags.push(tag);
        }
        return { status: 200, body: { value: release?.tags ?? [] } };
      }
      case 'PATCH releases': {
        const release = releases.find((each) => each.id === Number(id));
        if (release === undefined) return exception(404, `VS402880: no release ${id ?? ''}`);
        const { status } = changeSchema.parse(JSON.parse(text));
        if (release.status !== 'draft' && release.status !== status)
          return exception(400, `VS402889: release ${id ?? ''} is ${release.status}`);
        release.status = status;
        return { status: 200, body: releaseBody(release) };
      }
      case 'GET deployments':
        return { status: 200, body: { count: deployments.length, value: deployments } };
      case 'GET definitions':
        return surroundings.definition(id, query);
      default:
        return exception(501, `${method} ${path} is not faked`);
    }
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const url = new URL(request.url ?? '', 'http://localhost');
    const call = {
      method: request.method ?? '',
      // The release service of an organization has a host of its own; here a path of its own stands for it.
      path: url.pathname.replace(/^\/(org|release-host)/, ''),
      query: url.searchParams,
      authorization: request.headers.authorization ?? '',
    };
    calls.push(call);
    const text = Buffer.concat(chunks).toString('utf8');
    const mishap = await fake.mishap(call);
    const answered = mishap === undefined || mishap.after === true ? answer(call, text) : undefined;
    if (mishap !== undefined && 'cut' in mishap) {
      request.socket.destroy();
      return;
    }
    const { status, body, headers } = mishap ?? answered ?? { status: 500 };
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(typeof body === 'string' ? body : JSON.stringify(body ?? ''));
  }

  const server = createServer((request, response) => void serve(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const fake: AzureDevOpsFake = {
    url: `${origin}/org`,
    token,
    calls,
    releases,
    runs: pipelines.runs,
    deployments,
    mishap: () => undefined,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return fake;
}
