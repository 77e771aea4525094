// Releases over REST: create, get, list, change, tags, stages.
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { App } from '../../kernel/https-server.ts';
import type { Organization } from '../organization.ts';
import { createRelease, releaseStartMetadata } from '../releases/create-release.ts';
import { environmentStatus, releaseStatus } from '../releases/enumerations.ts';
import { releaseListView, releasesMatching, releaseView } from '../releases/release-list.ts';
import type { ReleaseRunner } from '../releases/release-runner.ts';
import { page, queryNumber, queryText, readBody } from './json.ts';
import { numberParameter, parameter, prefixesOf, requireProject } from './routing.ts';
import { invalidRequest } from './vss-error.ts';

/** The service's own limits: 50 when none is given, never more than 100. */
const defaultTop = 50;
const maxTop = 100;

const releaseUpdate = z.looseObject({
  status: releaseStatus.nullish(),
  comment: z.string().nullish(),
  name: z.string().nullish(),
  keepForever: z.boolean().nullish(),
  manualEnvironments: z.array(z.string()).nullish(),
});

const environmentUpdate = z.looseObject({
  status: environmentStatus.nullish(),
  comment: z.string().nullish(),
});

function addTagRoutes(app: App, organization: Organization, release: string): void {
  const { releases } = organization;
  const tagged = (id: number, tags: readonly string[]): unknown => {
    const found = releases.get(id);
    const known = new Set(found.tags.map((tag) => tag.toLowerCase()));
    found.tags = [...found.tags, ...new Set(tags.filter((tag) => !known.has(tag.toLowerCase())))];
    return page(found.tags);
  };
  app.get(`${release}/releases/:releaseId/tags`, (request) =>
    page(releases.get(numberParameter(request, 'releaseId')).tags),
  );
  app.post(`${release}/releases/:releaseId/tags`, (request) =>
    tagged(
      numberParameter(request, 'releaseId'),
      readBody(z.array(z.string().min(1)), 'String[]', request.body),
    ),
  );
  app.patch(`${release}/releases/:releaseId/tags/:tag`, (request) =>
    tagged(numberParameter(request, 'releaseId'), [parameter(request, 'tag')]),
  );
  app.delete(`${release}/releases/:releaseId/tags/:tag`, (request) => {
    const found = releases.get(numberParameter(request, 'releaseId'));
    found.tags = found.tags.filter((tag) => tag.toLowerCase() !== parameter(request, 'tag').toLowerCase());
    return page(found.tags);
  });
  app.get(`${release}/tags`, () => page([...new Set(releases.all().flatMap(({ tags }) => tags))]));
}

export function addReleaseRoutes(app: App, organization: Organization, runner: ReleaseRunner): void {
  const { release, organization: apis } = prefixesOf(organization);
  const { releases } = organization;

  app.post(`${release}/releases`, async (request) => {
    requireProject(organization, parameter(request, 'project'));
    const metadata = readBody(releaseStartMetadata, 'ReleaseStartMetadata', request.body);
    const created = await createRelease(organization, metadata, new Date());
    organization.log(`release ${created.name} of ${created.releaseDefinition.name} created`);
    runner.begin(created, metadata.manualEnvironments ?? []);
    return releaseView(created);
  });

  const list = (request: FastifyRequest, reply: FastifyReply): unknown => {
    // With an id in the query the answer is that one release, and the number of releases is a summary: not emulated.
    const { query } = request;
    const top = Math.min(queryNumber(query, '$top') ?? defaultTop, maxTop);
    const found = releasesMatching(releases.all(), query);
    const next = found[top];
    // The token is the id of the first release of the next page.
    if (next) void reply.header('x-ms-continuationtoken', String(next.id));
    return page(found.slice(0, top).map((each) => releaseListView(each, queryText(query, '$expand'))));
  };
  app.get(`${release}/releases`, (request, reply) => {
    requireProject(organization, parameter(request, 'project'));
    return list(request, reply);
  });
  // Without a project: those of the whole organization, which has one project here.
  app.get(`${apis}/release/releases`, list);

  app.get(`${release}/releases/:releaseId`, (request) => {
    requireProject(organization, parameter(request, 'project'));
    return releaseView(releases.get(numberParameter(request, 'releaseId')));
  });

  app.patch(`${release}/releases/:releaseId`, (request) => {
    requireProject(organization, parameter(request, 'project'));
    const found = releases.get(numberParameter(request, 'releaseId'));
    const change = readBody(releaseUpdate, 'ReleaseUpdateMetadata', request.body);
    if (change.name) found.name = change.name;
    if (change.comment) found.comment = change.comment;
    found.keepForever = change.keepForever ?? found.keepForever;
    if (change.status === 'abandoned') {
      if (found.environments.some(({ status }) => status === 'inProgress' || status === 'queued'))
        throw invalidRequest(
          `VS402889: The release '${found.name}' cannot be abandoned: a stage is in progress.`,
        );
      found.status = 'abandoned';
    }
    if (change.status === 'active' && found.status === 'draft') {
      found.status = 'active';
      runner.begin(found, change.manualEnvironments ?? []);
    }
    found.modifiedOn = new Date().toISOString();
    return releaseView(found);
  });

  app.get(`${release}/releases/:releaseId/environments/:environmentId`, (request) => {
    requireProject(organization, parameter(request, 'project'));
    return releases.environment(
      numberParameter(request, 'releaseId'),
      numberParameter(request, 'environmentId'),
    );
  });

  app.patch(`${release}/releases/:releaseId/environments/:environmentId`, (request) => {
    requireProject(organization, parameter(request, 'project'));
    const found = releases.get(numberParameter(request, 'releaseId'));
    const environment = releases.environment(found.id, numberParameter(request, 'environmentId'));
    const { status } = readBody(environmentUpdate, 'ReleaseEnvironmentUpdateMetadata', request.body);
    if (status === 'inProgress') runner.startByHand({ release: found, environment });
    else if (status === 'canceled') runner.cancel({ release: found, environment });
    else
      throw invalidRequest(
        `The status '${status ?? ''}' cannot be set on a stage; use inProgress or canceled.`,
      );
    return environment;
  });

  addTagRoutes(app, organization, release);
}
