// What a person does in Azure DevOps, through the unmodified official client: set a release pipeline up, watch a
// release run, read its log.
import { getPersonalAccessTokenHandler, WebApi } from 'azure-devops-node-api';
import type { IReleaseApi } from 'azure-devops-node-api/ReleaseApi.js';
import {
  ConditionType,
  DeployPhaseTypes,
  EnvironmentStatus,
  type Release,
  type ReleaseTask,
  TaskStatus,
} from 'azure-devops-node-api/interfaces/ReleaseInterfaces.js';
import type { Addresses } from './addresses.ts';
import { MainJobFailure } from './failure.ts';

/** The tasks of our extension, by their fixed ids. */
const deployTaskId = 'c41d2b7e-8f36-4e19-a5b0-6d9e3c8f7a21';
const artifactTypeName = 'AzureMLModelRelease';

export interface ReleasePipeline {
  readonly name: string;
  readonly alias: string;
  readonly model: string;
  readonly endpoint: string;
  /** Folder with inference config, deployment config and test request on the agent's machine. */
  readonly scoreFolder: string;
  /** Name of the Azure service connection. */
  readonly connection: string;
}

export interface FinishedTask {
  readonly name: string;
  readonly succeeded: boolean;
  readonly startedAt: Date;
  readonly milliseconds: number;
  readonly log: string;
}

export interface AzureDevOps {
  /** @returns id of the new release definition */
  createReleasePipeline(pipeline: ReleasePipeline): Promise<number>;
  /** Waits until the release has ended. @returns its tasks in order */
  waitForRelease(releaseId: number, note: (text: string) => void): Promise<readonly FinishedTask[]>;
}

const pollMs = 500;

const ended = new Set([
  EnvironmentStatus.Succeeded,
  EnvironmentStatus.Rejected,
  EnvironmentStatus.Canceled,
  EnvironmentStatus.PartiallySucceeded,
]);

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

export async function connectAzureDevOps({ caFile, devops, arm }: Addresses): Promise<AzureDevOps> {
  const handler = getPersonalAccessTokenHandler(devops.personalAccessToken);
  const api = new WebApi(devops.organizationUrl, handler, { cert: { caFile } });
  const { project } = devops;
  const releases = await api.getReleaseApi();
  const connections = await api.getServiceEndpointApi();

  async function connectionId(name: string): Promise<string> {
    const [found] = await connections.getServiceEndpointsByNames(project, [name]);
    if (found?.id === undefined)
      throw new MainJobFailure(`No service connection '${name}'.`, 'Use a fresh stack.');
    return found.id;
  }

  return {
    async createReleasePipeline(pipeline) {
      const connection = await connectionId(pipeline.connection);
      const definition = await releases.createReleaseDefinition(
        releaseDefinition(pipeline, connection, arm),
        project,
      );
      return definition.id ?? 0;
    },

    async waitForRelease(releaseId, note) {
      for (;;) {
        // The client answers 404 with null: without a word, this would wait for ever.
        const release = (await releases.getRelease(project, releaseId)) as Release | null;
        if (release === null)
          throw new MainJobFailure(`There is no release ${releaseId}.`, 'Look at watcher.log.');
        const tasks = tasksOf(release);
        const running = tasks.find(({ status }) => status === TaskStatus.InProgress);
        if (running?.name) note(running.name);
        const stages = release.environments ?? [];
        if (stages.length > 0 && stages.every(({ status }) => status !== undefined && ended.has(status)))
          return finishedTasks(releases, project, release);
        await pause(pollMs);
      }
    },
  };
}

function releaseDefinition(pipeline: ReleasePipeline, connection: string, arm: Addresses['arm']) {
  const { alias, model, scoreFolder } = pipeline;
  const same = (value: string) => ({ id: value, name: value });
  const inputs = {
    connection,
    resourceGroup: arm.resourceGroup,
    workspace: arm.workspace,
    modelName: `$(Release.Artifacts.${alias}.DefinitionName)`,
    modelVersion: `$(Release.Artifacts.${alias}.BuildNumber)`,
    endpointName: pipeline.endpoint,
    inferenceConfig: `${scoreFolder}/inferenceconfig.yml`,
    deploymentConfig: `${scoreFolder}/deploymentconfig.yml`,
    testRequest: `${scoreFolder}/request.json`,
  };
  return {
    name: pipeline.name,
    releaseNameFormat: 'Release-$(rev:r)',
    artifacts: [
      {
        alias,
        type: artifactTypeName,
        isPrimary: true,
        definitionReference: {
          connection: { id: connection, name: pipeline.connection },
          subscription: same(arm.subscriptionId),
          resourceGroup: same(arm.resourceGroup),
          workspace: same(arm.workspace),
          definition: same(model),
          defaultVersionType: { id: 'latestType', name: 'Latest' },
        },
      },
    ],
    environments: [
      {
        name: 'production',
        rank: 1,
        // The service refuses a stage without a retention policy and without approval lists.
        retentionPolicy: { daysToKeep: 30, releasesToKeep: 3, retainBuild: true },
        preDeployApprovals: { approvals: [{ rank: 1, isAutomated: true, isNotificationOn: false }] },
        postDeployApprovals: { approvals: [{ rank: 1, isAutomated: true, isNotificationOn: false }] },
        conditions: [
          {
            name: 'ReleaseStarted',
            conditionType: ConditionType.Event,
            value: '',
          },
        ],
        deployPhases: [
          {
            name: 'Agent job',
            rank: 1,
            phaseType: DeployPhaseTypes.AgentBasedDeployment,
            workflowTasks: [
              {
                taskId: deployTaskId,
                version: '1.*',
                name: `Deploy ${model}`,
                refName: 'deploy',
                enabled: true,
                inputs,
              },
            ],
          },
        ],
      },
    ],
  };
}

function tasksOf(release: Release): readonly ReleaseTask[] {
  const attempts = (release.environments ?? []).flatMap(({ deploySteps }) => deploySteps?.at(-1) ?? []);
  const jobs = attempts.flatMap(({ releaseDeployPhases }) =>
    (releaseDeployPhases ?? []).flatMap(({ deploymentJobs }) => deploymentJobs ?? []),
  );
  return jobs.flatMap(({ tasks }) => tasks ?? []);
}

async function readText(stream: NodeJS.ReadableStream): Promise<string> {
  let text = '';
  for await (const chunk of stream) text += chunk.toString();
  return text;
}

async function finishedTasks(api: IReleaseApi, project: string, release: Release): Promise<FinishedTask[]> {
  const finished: FinishedTask[] = [];
  const [stage] = release.environments ?? [];
  const [phase] = stage?.deploySteps?.at(-1)?.releaseDeployPhases ?? [];
  for (const task of tasksOf(release)) {
    const { name = '', id = 0, startTime = new Date(0), finishTime = startTime, status } = task;
    const log = await api.getTaskLog(project, release.id ?? 0, stage?.id ?? 0, phase?.id ?? 0, id);
    finished.push({
      name,
      succeeded: status === TaskStatus.Succeeded,
      startedAt: new Date(startTime),
      milliseconds: new Date(finishTime).getTime() - new Date(startTime).getTime(),
      log: await readText(log),
    });
  }
  return finished;
}
