// Decides on all inputs of one step of the retired deploy task, whatever file the step stands in.
import { type DecidedInput, decideInput, isKnownInput, requiredInputs } from './deploy-input.ts';
import { type Note, asked, changed } from './entry.ts';
import { questionFor } from './question.ts';
import type { MigrationOptions } from './options.ts';

export interface GivenInput {
  readonly name: string;
  /** Absent when it is no plain text, e.g. a list. */
  readonly value?: string;
}

/** Where a step that takes its model from "the artifact" gets it. */
export type ModelSource = { readonly alias: string } | { readonly unclear: string; readonly next: string };

export interface PlannedInput extends DecidedInput {
  /** The new value, where it changes. */
  readonly value?: string;
}

export interface DeployPlan {
  /** One for each given input, in the same order. */
  readonly inputs: readonly PlannedInput[];
  readonly added: readonly { readonly name: string; readonly value: string }[];
  /** About the step, not about one input. */
  readonly notes: readonly Note[];
}

export interface DeployStep {
  readonly given: readonly GivenInput[];
  readonly options: MigrationOptions;
  readonly model: ModelSource;
  /** The inputs may hold more than is seen (a template expression puts them in), so none is said to be missing. */
  readonly isOpen: boolean;
}

const guid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** What our task gets from the inputs of a retired deploy step, and what has to be said about it. */
export function planDeployStep({ given, options, model, isOpen }: DeployStep): DeployPlan {
  const source = modelDecision(given, model);
  const decided = withConnection(
    given,
    given.map(({ name, value }) => decideInput(name, value)),
  );
  const inputs = decided.map((input, index) =>
    withValue(input, given[index]?.value, { connection: options.connection, ...source.values }),
  );
  const there = new Set(inputs.flatMap(({ becomes }) => becomes ?? []));
  const added = [
    ...missingValues({ connection: options.connection, ...source.values }, there),
    ...missingValues({ resourceGroup: options.resourceGroup, workspace: options.workspace }, there),
  ];
  const filled = new Set([...there, ...added.map(({ name }) => name)]);
  const missing = isOpen ? [] : requiredInputs.filter((name) => !filled.has(name));
  return {
    inputs,
    added: [...added, ...missing.map((name) => ({ name, value: questionFor(name) }))],
    notes: [...source.notes, scopeNote(options), ...missing.map(missingNote)],
  };
}

const missingValues = (values: Readonly<Record<string, string | undefined>>, there: ReadonlySet<string>) =>
  Object.entries(values).flatMap(([name, value]) =>
    value === undefined || there.has(name) ? [] : [{ name, value }],
  );

/** Replaces the value where another one is wanted, and puts a marker where a required one is empty. */
function withValue(
  input: DecidedInput,
  old: string | undefined,
  wanted: Readonly<Record<string, string | undefined>>,
): PlannedInput {
  const { becomes } = input;
  if (becomes === undefined) return input;
  const value = wanted[becomes];
  if (value !== undefined && value !== old) {
    const why = becomes === 'connection' ? 'it was asked for' : 'the step took its model from the artifact';
    return { ...input, value, notes: [...input.notes, changed(`${becomes} is now '${value}'`, why)] };
  }
  if (old?.trim() !== '' || !requiredInputs.some((name) => name === becomes)) return input;
  return { ...input, value: questionFor(becomes), notes: [...input.notes, missingNote(becomes)] };
}

const missingNote = (name: string): Note =>
  asked(`${name} is missing`, 'our task can not do without it', `Replace the marker '${questionFor(name)}'.`);

function scopeNote({ resourceGroup, workspace }: MigrationOptions): Note {
  if (resourceGroup !== undefined && workspace !== undefined) {
    return changed(
      `resourceGroup '${resourceGroup}' and workspace '${workspace}' named`,
      'our task takes connections of any scope, so the step says which workspace it means',
    );
  }
  return changed(
    'resourceGroup and workspace stay unnamed',
    'the retired task took both from a connection with scope level AzureMLWorkspace, and ours does so too',
    'With a connection of another scope run again on the old file with --resource-group and --workspace.',
  );
}

/** The model's name and version, when the artifact and not the step named them. */
function modelDecision(given: readonly GivenInput[], model: ModelSource) {
  const find = (wanted: string) => given.find(({ name }) => name.toLowerCase() === wanted);
  const type = find('modelsourcetype');
  const named = find('modelname') !== undefined;
  if (type === undefined ? named : /^manual/i.test(type.value ?? '')) return { values: {}, notes: [] };
  if (type !== undefined && /\$[({[]/.test(type.value ?? '') && named) {
    const note = asked(
      `modelSourceType is '${type.value ?? ''}', known only when the pipeline runs`,
      'so it is not known whether the step or an artifact names the model; modelName and modelVersion were kept',
      'Check modelName and modelVersion of the step.',
    );
    return { values: {}, notes: [note] };
  }
  if ('alias' in model) {
    const variable = (name: string) => `$(Release.Artifacts.${model.alias}.${name})`;
    return {
      values: { modelName: variable('DefinitionName'), modelVersion: variable('BuildNumber') },
      notes: [],
    };
  }
  const note = asked('the model comes from an artifact', model.unclear, model.next);
  return {
    values: { modelName: questionFor('modelName'), modelVersion: questionFor('modelVersion') },
    notes: [note],
  };
}

/** Finds the connection by its value, an id, where no input has a known name for it. */
function withConnection(
  given: readonly GivenInput[],
  decided: readonly DecidedInput[],
): readonly DecidedInput[] {
  if (decided.some(({ becomes }) => becomes === 'connection')) return decided;
  const candidates = given.filter(({ name, value }) => !isKnownInput(name) && guid.test(value ?? ''));
  const [only] = candidates;
  if (only === undefined || candidates.length > 1) return decided;
  const found: DecidedInput = {
    becomes: 'connection',
    notes: [
      changed(`${only.name} is now connection`, 'it is the only input that holds the id of a connection'),
    ],
  };
  return decided.map((input, index) => (given[index] === only ? found : input));
}
