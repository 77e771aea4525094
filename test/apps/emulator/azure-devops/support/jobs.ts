// Runs small releases on an emulated Azure DevOps and gathers what became of their tasks.
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import {
  TaskStatus,
  type EnvironmentStatus,
  type Release,
  type ReleaseTask,
} from 'azure-devops-node-api/interfaces/ReleaseInterfaces.js';
import type { IReleaseApi } from 'azure-devops-node-api/ReleaseApi.js';
import type { NodeRuntimes } from '../../../../../apps/emulator/azure-devops/agent/node-handler.ts';
import { given } from '../../../../../src/core/given.ts';
import { modelArtifactType } from './fake-azure.ts';
import { definition, type StageFixture } from './release-fixtures.ts';
import {
  certificateWithKey,
  endedRelease,
  startRunning,
  type RunningAzureDevOps,
} from './running-azure-devops.ts';

export const taskId = 'aaaaaaaa-0000-4000-8000-000000000001';
export const project = 'AzureML';

/** One task for all tests: it runs the script that its input holds. */
const evalTask = {
  name: 'Eval',
  id: taskId,
  execution: { Node24: { target: 'index.js' }, Node20_1: { target: 'index.js' } },
  script: `
    const { INPUT_SCRIPT } = process.env;
    eval(INPUT_SCRIPT);`,
  inputs: [
    { name: 'script', type: 'multiLine' },
    { name: 'connection', type: 'connectedService:AzureRM' },
    { name: 'withDefault', type: 'string', defaultValue: '$(Release.DefinitionName)!' },
  ],
};

/** A workflow task that runs `script`. */
export function run(
  script: string,
  more: Record<string, unknown> = {},
  inputs: Record<string, string> = {},
): Record<string, unknown> {
  return { taskId, version: '1.*', inputs: { script, ...inputs }, ...more };
}

export interface Ran {
  readonly release: Release;
  readonly tasks: readonly ReleaseTask[];
  readonly logs: readonly string[];
}

export function stageStatus({ release }: Ran, index = 0): EnvironmentStatus | undefined {
  return release.environments?.[index]?.status;
}

export function taskStatuses({ tasks }: Ran): (string | undefined)[] {
  return tasks.map(({ status }) => TaskStatus[status ?? TaskStatus.Unknown]);
}

export interface Jobs {
  readonly running: RunningAzureDevOps;
  readonly releases: IReleaseApi;
  /** Creates a definition and a release of it; gives the release's id. */
  begin(stages: readonly StageFixture[], more?: Record<string, unknown>): Promise<number>;
  ended(releaseId: number): Promise<Ran>;
  /** `begin` and `ended`. */
  play(stages: readonly StageFixture[], more?: Record<string, unknown>): Promise<Ran>;
}

/** @param node the runtimes of the agent */
export async function startJobs(node?: NodeRuntimes): Promise<Jobs> {
  const folder = await mkdtemp(join(tmpdir(), 'azure-devops-agent-'));
  const running = await startRunning({
    folder,
    certificatePem: await certificateWithKey(folder),
    ...given({ node }),
  });
  await running.install({ tasks: [evalTask], artifactTypes: [modelArtifactType(taskId)] });
  const releases = await running.api.getReleaseApi();
  let names = 0;
  const begin: Jobs['begin'] = async (stages, more = {}) => {
    names += 1;
    const made = await releases.createReleaseDefinition(definition(`D${names}`, stages, more), project);
    const release = await releases.createRelease({ definitionId: made.id ?? 0 }, project);
    return release.id ?? 0;
  };
  const ended: Jobs['ended'] = async (releaseId) => {
    const release = await endedRelease(releases, project, releaseId);
    const found = placedTasks(release);
    const logs = await Promise.all(
      found.map(async ({ environment, phase, task }) =>
        text(await releases.getTaskLog(project, releaseId, environment, phase, task.id ?? 0)),
      ),
    );
    return { release, tasks: found.map(({ task }) => task), logs };
  };
  return { running, releases, begin, ended, play: async (stages, more) => ended(await begin(stages, more)) };
}

function placedTasks(release: Release): readonly { environment: number; phase: number; task: ReleaseTask }[] {
  return (release.environments ?? []).flatMap(({ id: environment = 0, deploySteps = [] }) =>
    deploySteps.flatMap(({ releaseDeployPhases = [] }) =>
      releaseDeployPhases.flatMap(({ id: phase = 0, deploymentJobs = [] }) =>
        deploymentJobs.flatMap(({ tasks = [] }) => tasks.map((task) => ({ environment, phase, task }))),
      ),
    ),
  );
}
