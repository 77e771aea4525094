// Turns the steps of a YAML job into tasks with inputs: a download takes the resource's inputs, a script the built-in task.
import { renderTemplate } from '../data-sources/template-renderer.ts';
import type { ServiceConnection } from '../connections/service-connection.ts';
import { connectionIdsOf } from '../agent/task-inputs.ts';
import { newestTask, type TaskDefinition } from '../extensions/task-definition.ts';
import type { Organization } from '../organization.ts';
import type { BuildResource } from './build-resource.ts';
import type { PipelineRun } from './pipeline-store.ts';
import type { YamlJob, YamlStep } from './pipeline-yaml.ts';

export interface PlannedStep {
  readonly step: YamlStep;
  readonly task: TaskDefinition;
  readonly displayName: string;
  readonly refName: string;
  readonly inputs: Readonly<Record<string, string>>;
}

export interface StepContext {
  readonly organization: Organization;
  readonly scriptTask: TaskDefinition;
  readonly builds: readonly BuildResource[];
  readonly run: PipelineRun;
}

/** `Name@1`, `publisher.extension.contribution.Name@1` or `<id>@1`. Throws with one sentence when there is none. */
function taskNamed(text: string, { organization, scriptTask }: StepContext): TaskDefinition {
  const [reference = '', major = ''] = text.split('@');
  const name = (reference.split('.').at(-1) ?? '').toLowerCase();
  const tasks = [...organization.extensions.tasks(), scriptTask];
  const known = tasks.find(({ json }) => json.name.toLowerCase() === name || json.id.toLowerCase() === name);
  const task = known && newestTask(tasks, known.json.id, `${major}.*`);
  if (task) return task;
  throw new Error(
    `A task is missing. The pipeline references a task called '${text}', which is not installed.`,
  );
}

/** The resource's inputs, its version, `path` (not downloadPath), and what the type maps from them. */
function downloadInputs(build: BuildResource, step: YamlStep, run: PipelineRun): Record<string, string> {
  const inputs: Record<string, string> = {
    ...build.inputs,
    version: run.builds[build.alias]?.version ?? '',
    path: step.path ?? `$(Pipeline.Workspace)/${build.alias}`,
  };
  const mapped = Object.entries(build.type.taskInputMapping ?? {}).map(
    ([name, template]): [string, string] => [name, renderTemplate(template, inputs)],
  );
  return { ...inputs, ...Object.fromEntries(mapped) };
}

function planStep(step: YamlStep, context: StepContext): Omit<PlannedStep, 'refName' | 'step'> | undefined {
  const { builds, run, scriptTask, organization } = context;
  if (step.checkout !== undefined) return undefined;
  if (step.script !== undefined) {
    const workingDirectory = step.workingDirectory ?? '';
    const inputs = { script: step.script, workingDirectory };
    return { task: scriptTask, displayName: step.displayName ?? 'CmdLine', inputs };
  }
  if (step.downloadBuild !== undefined) {
    const build = builds.find(({ alias }) => alias === step.downloadBuild);
    if (!build) throw new Error(`The pipeline has no build resource with the alias '${step.downloadBuild}'.`);
    const task = organization.extensions.task(build.type.downloadTaskId ?? '', '*');
    if (!task)
      throw new Error(`The artifact type '${build.type.name}' has no download task that is installed.`);
    const displayName = step.displayName ?? `Download build - ${build.alias}`;
    return { task, displayName, inputs: downloadInputs(build, step, run) };
  }
  const task = taskNamed(step.task ?? '', context);
  return {
    task,
    displayName: step.displayName ?? task.json.friendlyName ?? task.json.name,
    inputs: step.inputs,
  };
}

export interface PlannedJob {
  readonly steps: readonly PlannedStep[];
  readonly connections: readonly ServiceConnection[];
}

/** Service connections are named in YAML and handed to tasks by id. Throws with one sentence for what is not there. */
export function planJob(job: YamlJob, context: StepContext): PlannedJob {
  const { connections } = context.organization;
  const used = new Map<string, ServiceConnection>();
  const planned = job.steps.flatMap((step): PlannedStep[] => {
    const found = planStep(step, context);
    if (!found) return [];
    const inputs: Record<string, string> = { ...found.inputs };
    for (const named of connectionIdsOf(found.task, inputs)) {
      const connection = connections.byId(named) ?? connections.byName(named);
      if (!connection) throw new Error(`The service connection '${named}' could not be found.`);
      used.set(connection.id, connection);
      for (const [name, value] of Object.entries(inputs)) if (value === named) inputs[name] = connection.id;
    }
    const refName = step.name ?? '';
    return [{ ...found, step, inputs, refName }];
  });
  const steps = planned.map((each, index) => ({
    ...each,
    refName: each.refName === '' ? `${each.task.json.name}${index}` : each.refName,
  }));
  return { steps, connections: [...used.values()] };
}
