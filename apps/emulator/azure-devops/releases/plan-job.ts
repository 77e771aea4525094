// Turns a phase of a release into the steps of a job: downloads first, then the workflow tasks.
import type { ServiceConnection } from '../connections/service-connection.ts';
import { connectionIdsOf } from '../agent/task-inputs.ts';
import type { Variables as JobVariables } from '../agent/variables.ts';
import type { TaskDefinition } from '../extensions/task-definition.ts';
import type { Organization } from '../organization.ts';
import type { DeployPhase, WorkflowTask } from './definition.ts';
import { downloadSteps } from './download-step.ts';
import type { Release } from './release.ts';

export interface PlannedStep {
  readonly task: TaskDefinition;
  readonly workflowTask: WorkflowTask;
  readonly displayName: string;
  readonly refName: string;
}

export interface PlannedJob {
  readonly steps: readonly PlannedStep[];
  /** The connections that any step names: what the job may use, and nothing else. */
  readonly connections: readonly ServiceConnection[];
}

/** `Task $(input)` in instanceNameFormat becomes the step's name when the definition gives none. */
function displayNameOf(task: TaskDefinition, workflowTask: WorkflowTask, variables: JobVariables): string {
  if (workflowTask.name) return variables.expand(workflowTask.name);
  const format = task.json.instanceNameFormat ?? task.json.friendlyName ?? task.json.name;
  return variables.expand(
    format.replace(/\$\(([^()]+)\)/g, (macro, name: string) => workflowTask.inputs[name] ?? macro),
  );
}

/** The server names a step without a reference name after its task, numbered from the second on. */
function refNames(
  steps: readonly { readonly task: TaskDefinition; readonly given: string }[],
): readonly string[] {
  const used = new Map<string, number>();
  return steps.map(({ task, given }) => {
    if (given !== '') return given;
    const count = used.get(task.json.name) ?? 0;
    used.set(task.json.name, count + 1);
    return count === 0 ? task.json.name : `${task.json.name}${count}`;
  });
}

/** Throws with one sentence when a task or a connection that the phase names is not there. */
export function planJob(
  organization: Organization,
  release: Release,
  phase: DeployPhase,
  variables: JobVariables,
): PlannedJob {
  const { extensions, connections } = organization;
  const downloads = downloadSteps(release.artifacts, phase, {
    artifactType: (name) => extensions.artifactType(name),
    switches: organization.switches,
    toRootFolder: variables.isTrue('System.DownloadArtifactsToRootFolder'),
  });
  const wanted = [
    ...downloads.map(({ task, displayName }) => ({ workflowTask: task, displayName })),
    ...phase.workflowTasks.map((workflowTask) => ({ workflowTask, displayName: undefined })),
  ].map(({ workflowTask, displayName }) => {
    const task = extensions.task(workflowTask.taskId, workflowTask.version);
    if (!task)
      throw new Error(
        `The task ${workflowTask.taskId} version ${workflowTask.version} is not installed in this organization.`,
      );
    return { task, workflowTask, displayName, given: workflowTask.refName ?? '' };
  });
  const names = refNames(wanted);
  const steps = wanted.map(({ task, workflowTask, displayName }, index) => ({
    task,
    workflowTask,
    displayName: displayName ?? displayNameOf(task, workflowTask, variables),
    refName: names[index] ?? task.json.name,
  }));
  const ids = new Set(
    steps.flatMap(({ task, workflowTask }) => {
      const inputs = Object.entries(workflowTask.inputs).map(([name, value]) => [
        name,
        variables.expand(value ?? ''),
      ]);
      return connectionIdsOf(task, Object.fromEntries(inputs) as Record<string, string>);
    }),
  );
  return {
    steps,
    connections: [...ids].map((id) => {
      const connection = connections.byId(id);
      if (connection) return connection;
      throw new Error(`The service connection '${id}' does not exist or has been deleted.`);
    }),
  };
}
