// Rewrites one step of a release definition that runs the retired deploy task.
import { deployTask } from './deploy-input.ts';
import { type DeployPlan, type GivenInput, type ModelSource, planDeployStep } from './deploy-plan.ts';
import { type MigrationEntry, type Note, asked, changed, kept, placed } from './entry.ts';
import { type JsonChange, pointer } from './json-text.ts';
import { type JsonObject, type Placed, isObject, textAt } from './json-value.ts';
import type { MigrationOptions } from './options.ts';
import { publishedPipelineNote } from './published-pipeline.ts';
import { firstGenerationCommand, recogniseStep } from './retired.ts';

export interface StepResult {
  readonly changes: readonly JsonChange[];
  readonly entries: readonly MigrationEntry[];
}

const nothing: StepResult = { changes: [], entries: [] };

/** What becomes of a step; nothing for every step that is not of the retired extension. */
export function rewriteStep(
  step: Placed<JsonObject>,
  options: MigrationOptions,
  model: ModelSource,
): StepResult {
  const inputs = isObject(step.value['inputs']) ? step.value['inputs'] : {};
  const recognised = recogniseStep({
    name: textAt(step.value, 'name'),
    version: textAt(step.value, 'version'),
    isTaskGroup: textAt(step.value, 'definitionType').toLowerCase() === 'metatask',
    inputs: Object.keys(inputs),
  });
  const only = (...notes: readonly Note[]): StepResult => ({
    changes: [],
    entries: placed(pointer(step.path), notes),
  });
  if (textAt(step.value, 'taskId').toLowerCase() === deployTask.id) return nothing;
  if (recognised === undefined) return firstGeneration(inputs) ? only(firstGenerationNote) : nothing;
  if ('doubt' in recognised) {
    const next = 'Look at the step; if it is the retired task, set up AzureMLModelDeploy@1 in its place.';
    return only(asked(`the step '${textAt(step.value, 'name')}' is left as it is`, recognised.doubt, next));
  }
  if (recognised.task === 'MLPublishedPipelineRestAPITask') return only(publishedPipelineNote);
  const names = Object.keys(inputs);
  const plan = planDeployStep({
    given: names.map((name) => given(name, inputs[name])),
    options,
    model,
    isOpen: false,
  });
  const because = `${recognised.because}; ids of the retired tasks are not public, so the inputs decide`;
  return {
    changes: [
      { path: [...step.path, 'taskId'], value: deployTask.id },
      { path: [...step.path, 'version'], value: deployTask.version },
      { path: [...step.path, 'inputs'], value: newInputs(inputs, names, plan) },
    ],
    entries: [
      ...placed(pointer(step.path), [
        changed(`step '${textAt(step.value, 'name')}' runs ${deployTask.reference}`, because),
        ...plan.notes,
      ]),
      ...plan.inputs.flatMap(({ notes }, index) =>
        placed(pointer([...step.path, 'inputs', names[index] ?? '']), notes),
      ),
    ],
  };
}

function given(name: string, value: unknown): GivenInput {
  if (typeof value === 'string') return { name, value };
  if (typeof value === 'number' || typeof value === 'boolean') return { name, value: String(value) };
  return value === null ? { name, value: '' } : { name };
}

function newInputs(old: JsonObject, names: readonly string[], plan: DeployPlan): JsonObject {
  return Object.fromEntries([
    ...plan.inputs.flatMap(({ becomes, value }, index): [string, unknown][] =>
      becomes === undefined ? [] : [[becomes, value ?? old[names[index] ?? '']]],
    ),
    ...plan.added.map(({ name, value }): [string, unknown] => [name, value]),
  ]);
}

const scripts = ['script', 'inlineScript', 'bash', 'pwsh', 'powershell'];

const firstGeneration = (inputs: JsonObject): boolean =>
  scripts.some((name) => firstGenerationCommand.test(textAt(inputs, name)));

export const firstGenerationNote = kept(
  'a script uses azure-cli-ml, the first generation of the command line',
  'its support ended on 2025-09-30; AzureMLModelDeploy@1 does not need it',
  'Drop the step if it only prepared the retired task; otherwise use AzureMLModelDeploy@1, AzureMLModelDownload@1 or the az ml of version 2.',
);
