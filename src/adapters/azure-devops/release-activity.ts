// What became of releases, through azure-devops-node-api: their stages, and the deployments of a definition.
import {
  DeploymentReason,
  DeploymentStatus,
  EnvironmentStatus,
  ReleaseExpands,
  ReleaseQueryOrder,
  ReleaseStatus,
} from 'azure-devops-node-api/interfaces/ReleaseInterfaces.js';
import * as z from 'zod';
import type { ReleaseTarget } from '../../core/firing/target.ts';
import { isOfWatch } from '../../core/firing/firing.ts';
import { given } from '../../core/given.ts';
import type { StageDeployment, StageState, WatchedRelease } from '../../core/release-activity.ts';
import type { ReleaseActivity } from '../../ports/release-activity.ts';
import { type Definition, emptyAnswer, readAnswer } from './answers.ts';
import { findDefinition } from './definitions.ts';
import { type LookUp, lookedUpOnce } from './look-up.ts';
import type { Organization } from './organization.ts';

/** The most that the service lists in one answer. What is older is in flight no more, or nobody's last deployment. */
const pageSize = 100;

const releaseSchema = z.object({
  name: z.string(),
  description: z.string().nullish(),
  createdOn: z.date(),
  environments: z.array(z.object({ status: z.enum(EnvironmentStatus) })).nullish(),
});

const identitySchema = z.object({ displayName: z.string() }).nullish();

const deploymentSchema = z.object({
  release: z.object({
    name: z.string(),
    artifacts: z
      .array(
        z.object({
          alias: z.string(),
          definitionReference: z
            .record(z.string(), z.object({ id: z.string().nullish() }).nullish())
            .nullish(),
        }),
      )
      .nullish(),
  }),
  releaseEnvironment: z.object({ name: z.string() }),
  reason: z.enum(DeploymentReason),
  deploymentStatus: z.enum(DeploymentStatus),
  queuedOn: z.date(),
  requestedFor: identitySchema,
  requestedBy: identitySchema,
});

export function createReleaseActivity(organization: Organization): ReleaseActivity {
  const withDefinition: LookUp<ReleaseTarget, Definition> = lookedUpOnce((target) =>
    findDefinition(organization, target),
  );
  const { url } = organization;
  return {
    releases: (target) =>
      withDefinition(target, async ({ id, name }) => {
        const action = `list the releases of '${name}' in project '${target.project}' with their stages`;
        const answer = await organization.call(action, (api) =>
          api.getReleases(
            target.project,
            id,
            undefined, // stage
            undefined, // search text
            undefined, // created by
            ReleaseStatus.Active,
            undefined, // status of the stage
            undefined, // minimum creation time
            undefined, // maximum creation time
            ReleaseQueryOrder.Descending,
            pageSize,
            undefined, // continuation token
            ReleaseExpands.Environments,
          ),
        );
        const releases = readAnswer(answer, z.array(releaseSchema), { organization: url, action });
        // Never to be taken for "none is in flight".
        if (releases === undefined) throw emptyAnswer(action);
        return releases.map(asWatched).filter(({ description }) => isOfWatch(description, target));
      }),

    deployments: (target) =>
      withDefinition(target, async ({ id, name }) => {
        const action = `list the deployments of '${name}' in project '${target.project}'`;
        const answer = await organization.call(action, (api) =>
          api.getDeployments(
            target.project,
            id,
            undefined, // stage
            undefined, // created by
            undefined, // minimum modification time
            undefined, // maximum modification time
            undefined, // deployment status
            undefined, // operation status
            undefined, // latest attempts only
            ReleaseQueryOrder.Descending,
            pageSize,
          ),
        );
        const deployments = readAnswer(answer, z.array(deploymentSchema), { organization: url, action });
        if (deployments === undefined) throw emptyAnswer(action);
        return deployments.map((each) => asDeployment(each, target));
      }),
  };
}

function asWatched({
  name,
  description,
  createdOn,
  environments,
}: z.infer<typeof releaseSchema>): WatchedRelease {
  return {
    name,
    description: description ?? '',
    createdAt: createdOn.toISOString(),
    stages: (environments ?? []).map(({ status }) => stateOf(status)),
  };
}

/** A stage that waits for approval is in progress. */
const runningStages: ReadonlySet<EnvironmentStatus> = new Set([
  EnvironmentStatus.Queued,
  EnvironmentStatus.InProgress,
  EnvironmentStatus.Scheduled,
]);

function stateOf(status: EnvironmentStatus): StageState {
  if (runningStages.has(status)) return 'running';
  return status === EnvironmentStatus.NotStarted || status === EnvironmentStatus.Undefined
    ? 'waiting'
    : 'ended';
}

function asDeployment(
  deployment: z.infer<typeof deploymentSchema>,
  { artifact }: ReleaseTarget,
): StageDeployment {
  const { release, releaseEnvironment, reason, deploymentStatus, queuedOn } = deployment;
  const watched = release.artifacts?.find(({ alias }) => alias === artifact);
  return {
    stage: releaseEnvironment.name,
    release: release.name,
    ...given({ version: watched?.definitionReference?.['version']?.id }),
    startedBy: reason === DeploymentReason.Manual ? 'person' : 'service',
    who: deployment.requestedFor?.displayName ?? deployment.requestedBy?.displayName ?? 'somebody',
    at: queuedOn.toISOString(),
    state: deploymentState(deploymentStatus),
  };
}

/** One that was never deployed, e.g. canceled while it waited, counts as failed. */
function deploymentState(status: DeploymentStatus): StageDeployment['state'] {
  if (status === DeploymentStatus.InProgress) return 'running';
  return status === DeploymentStatus.Succeeded || status === DeploymentStatus.PartiallySucceeded
    ? 'succeeded'
    : 'failed';
}
