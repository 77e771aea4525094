// YAML pipelines for the tests, and the end of their runs through the unmodified pipelines API.
import type { Run } from 'azure-devops-node-api/interfaces/PipelinesInterfaces.js';
import { RunState } from 'azure-devops-node-api/interfaces/PipelinesInterfaces.js';
import { project, type Triggering } from './triggering.ts';

export const buildResource = `resources:
  builds:
    - build: model
      type: FixtureModel
      connection: azureml-secret
      source: fraud
      resourceGroup: rg
      workspace: ws
      defaultVersionType: latestType`;

/** All runs of a pipeline, oldest first, when none is under way. */
export async function endedRuns(world: Triggering, pipelineId: number): Promise<readonly Run[]> {
  await world.jobs();
  const api = await world.running.api.getPipelinesApi();
  const deadline = Date.now() + 20_000;
  for (;;) {
    const runs = await api.listRuns(project, pipelineId);
    if (runs.every(({ state }) => state === RunState.Completed)) return runs.toReversed();
    if (Date.now() > deadline) throw new Error('the runs did not end');
    await new Promise((next) => setTimeout(next, 25));
  }
}

export async function logText(world: Triggering, runId: number, logId: number): Promise<string> {
  const path = `/emulator/${project}/_apis/build/builds/${runId}/logs/${logId}`;
  return (await world.running.call('GET', path)).body.toString();
}
