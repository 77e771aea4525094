// The deployments of release definitions over REST: each attempt at a stage of a release is one.
import type { App } from '../../kernel/https-server.ts';
import type { Organization } from '../organization.ts';
import type { DeploymentAttempt, Release, ReleaseEnvironment } from '../releases/release.ts';
import { page, queryNumber, queryText } from './json.ts';
import { parameter, prefixesOf, requireProject } from './routing.ts';
import { VssError } from './vss-error.ts';

/** The service's own limits: 50 when none is given, never more than 100. */
const defaultTop = 50;
const maxTop = 100;

/** DeploymentStatus by number, as azure-devops-node-api sends it; the values are bits. */
const statusNumbers: Readonly<Record<DeploymentAttempt['status'], number>> = {
  inProgress: 2,
  succeeded: 4,
  partiallySucceeded: 8,
  failed: 16,
};

/** Filters that are not emulated: an answer that took no notice of them would be wrong. */
const unknownFilters = [
  'createdBy',
  'createdFor',
  'minModifiedTime',
  'maxModifiedTime',
  'operationStatus',
  'latestAttemptsOnly',
  'sourceBranch',
];

interface Deployment {
  readonly release: Release;
  readonly environment: ReleaseEnvironment;
  readonly attempt: DeploymentAttempt;
}

function deploymentsOf(releases: readonly Release[]): readonly Deployment[] {
  return releases.flatMap((release) =>
    release.environments.flatMap((environment) =>
      environment.deploySteps.map((attempt) => ({ release, environment, attempt })),
    ),
  );
}

function view({ release, environment, attempt }: Deployment): unknown {
  const { id, name, url, artifacts, _links } = release;
  const isOver = attempt.status !== 'inProgress';
  return {
    id: attempt.deploymentId,
    release: { id, name, url, artifacts, _links },
    releaseDefinition: release.releaseDefinition,
    releaseEnvironment: { id: environment.id, name: environment.name },
    projectReference: release.projectReference,
    definitionEnvironmentId: environment.definitionEnvironmentId,
    attempt: attempt.attempt,
    reason: attempt.reason,
    deploymentStatus: attempt.status,
    operationStatus: attempt.operationStatus,
    requestedBy: attempt.requestedBy,
    requestedFor: attempt.requestedFor,
    queuedOn: attempt.queuedOn,
    startedOn: attempt.queuedOn,
    ...(isOver ? { completedOn: attempt.lastModifiedOn } : {}),
    lastModifiedOn: attempt.lastModifiedOn,
    lastModifiedBy: attempt.requestedBy,
    conditions: [],
    preDeployApprovals: [],
    postDeployApprovals: [],
  };
}

function matching(deployments: readonly Deployment[], query: unknown): readonly Deployment[] {
  const unknown = unknownFilters.find((name) => queryText(query, name) !== undefined);
  if (unknown !== undefined)
    throw new VssError(
      501,
      'NotImplementedException',
      `The filter '${unknown}' of deployments is not emulated.`,
    );
  const definition = queryNumber(query, 'definitionId') ?? 0;
  const stage = queryNumber(query, 'definitionEnvironmentId') ?? 0;
  const status = queryNumber(query, 'deploymentStatus') ?? 0;
  const token = queryNumber(query, 'continuationToken');
  const order = queryText(query, 'queryOrder')?.toLowerCase();
  const ascending = order === '1' || order === 'ascending';
  return deployments
    .filter(({ release }) => definition === 0 || release.releaseDefinition.id === definition)
    .filter(({ environment }) => stage === 0 || environment.definitionEnvironmentId === stage)
    .filter(({ attempt }) => status === 0 || (statusNumbers[attempt.status] & status) !== 0)
    .filter(({ attempt: { id } }) => token === undefined || (ascending ? id >= token : id <= token))
    .toSorted((a, b) => (ascending ? a.attempt.id - b.attempt.id : b.attempt.id - a.attempt.id));
}

export function addDeploymentRoutes(app: App, organization: Organization): void {
  const { release } = prefixesOf(organization);
  app.get(`${release}/deployments`, async (request, reply) => {
    requireProject(organization, parameter(request, 'project'));
    const { query } = request;
    const found = matching(deploymentsOf(organization.releases.all()), query);
    const top = Math.min(queryNumber(query, '$top') ?? defaultTop, maxTop);
    const next = found[top];
    // The token is the id of the first deployment of the next page.
    if (next) void reply.header('x-ms-continuationtoken', String(next.attempt.deploymentId));
    return page(found.slice(0, top).map(view));
  });
}
