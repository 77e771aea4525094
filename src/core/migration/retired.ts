// How the retired extension (ms-air-aiagility.vss-services-azureml) is recognised: its artifact type and its tasks.

/** Type of its artifact source in release definitions. */
export const retiredArtifactType = 'AzureMLMMS';

export type RetiredTask = 'AMLModelDeploy' | 'MLPublishedPipelineRestAPITask';

// Alone, or fully qualified as `<publisher>.<extension>.<contribution>.<task>`; the private preview had its own extension id.
// A task of that name from another publisher is another task. Task names are compared without regard to case.
const reference =
  /^(?:ms-air-aiagility\.(?:private-)?vss-services-azureml\.[\w-]+\.)?(AMLModelDeploy|MLPublishedPipelineRestAPITask)(?:@0(?:\.\d+){0,2})?$/i;

/** The retired task that a YAML step's `task` names, if it names one. */
export function retiredTask(task: string): RetiredTask | undefined {
  const name = reference.exec(task.trim())?.[1]?.toLowerCase();
  if (name === 'amlmodeldeploy') return 'AMLModelDeploy';
  return name === undefined ? undefined : 'MLPublishedPipelineRestAPITask';
}

/** What is known of a step in a release definition. */
export interface ClassicStep {
  /** Display name, which users edit. */
  readonly name: string;
  readonly version: string;
  readonly isTaskGroup: boolean;
  readonly inputs: readonly string[];
}

export type Recognition =
  { readonly task: RetiredTask; readonly because: string } | { readonly doubt: string };

const inputsOf: Readonly<Record<RetiredTask, readonly string[]>> = {
  AMLModelDeploy: ['inferencePath', 'deployConfig', 'deploymentName'],
  MLPublishedPipelineRestAPITask: ['PipelineId', 'ExperimentName', 'PipelineParameters'],
};
const displayName = /^(?:azure ?ml model deploy|amlmodeldeploy)\b/i;

/**
 * Recognises a step of a release definition. The ids of the retired tasks are not public, so the inputs decide: these names
 * together belong to no other known task. A display name alone decides nothing, it only raises a doubt.
 *
 * @returns undefined for every step that is none of ours to look at
 */
export function recogniseStep(step: ClassicStep): Recognition | undefined {
  const has = new Set(step.inputs.map((input) => input.toLowerCase()));
  const tasks = Object.entries(inputsOf) as [RetiredTask, readonly string[]][];
  const found = tasks.find(([, inputs]) => inputs.every((input) => has.has(input.toLowerCase())));
  if (found === undefined) {
    return displayName.test(step.name)
      ? { doubt: 'its display name is that of the retired deploy task, but its inputs are others' }
      : undefined;
  }
  const [task, inputs] = found;
  if (step.isTaskGroup) return { doubt: `it is a task group with the inputs of ${task}` };
  if (!/^0(?:\.|$)/.test(step.version)) {
    return { doubt: `it has the inputs of ${task}, but version ${step.version} and not 0` };
  }
  return { task, because: `it has version ${step.version} and the inputs ${inputs.join(', ')}` };
}

/** Texts by which something of the retired extension is recognised in a place that is not rewritten. */
export const leftoverPattern =
  /AzureMLMMS|ms-air-aiagility\.(?:private-)?vss-services-azureml|(?<![\w.-])(?:AMLModelDeploy|MLPublishedPipelineRestAPITask)@\d/;

/** Commands of the first generation of the Azure CLI's machine learning extension. */
export const firstGenerationCommand = /\bazure-cli-ml\b|\baz ml model (?:deploy|profile|register)\b/;
