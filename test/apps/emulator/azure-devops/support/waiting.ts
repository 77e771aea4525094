// An emulated Azure DevOps with one artifact type and one definition whose stage waits for a person: nothing runs.
import type { IReleaseApi } from 'azure-devops-node-api/ReleaseApi.js';
import { modelArtifactType } from './fake-azure.ts';
import { definition, modelArtifact } from './release-fixtures.ts';
import { connectionId, startRunning, type RunningAzureDevOps } from './running-azure-devops.ts';

const taskId = 'aaaaaaaa-0000-4000-8000-000000000001';
export const project = 'AzureML';

export interface Waiting {
  readonly running: RunningAzureDevOps;
  readonly releases: IReleaseApi;
  /** Id of the connection azureml-secret. */
  readonly connection: string;
  readonly definitionId: number;
}

export async function startWaiting(): Promise<Waiting> {
  const running = await startRunning();
  await running.install({
    tasks: [{ name: 'T', id: taskId, script: '' }],
    artifactTypes: [modelArtifactType(taskId)],
  });
  const releases = await running.api.getReleaseApi();
  const connection = await connectionId(running, 'azureml-secret');
  const made = await releases.createReleaseDefinition(
    definition('Waiting', [{ conditions: [] }], {
      artifacts: [modelArtifact(connection)],
      variables: {
        open: { value: 'a', allowOverride: true },
        shut: { value: 'b' },
        hidden: { value: 'sesame', isSecret: true },
      },
    }),
    project,
  );
  return { running, releases, connection, definitionId: made.id ?? 0 };
}

/** The message of an error body. */
export function message(body: Buffer): string {
  return (JSON.parse(body.toString()) as { message: string }).message;
}
