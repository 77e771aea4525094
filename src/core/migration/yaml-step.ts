// Rewrites one step of a YAML pipeline that runs the retired deploy task.
import { type Pair, type YAMLMap, isAlias, isMap, isScalar } from 'yaml';
import { deployTask } from './deploy-input.ts';
import { type DeployPlan, type ModelSource, planDeployStep } from './deploy-plan.ts';
import { type Note, asked, changed } from './entry.ts';
import type { MigrationOptions } from './options.ts';
import type { TextEdit } from './text-edit.ts';
import { type PlacedPair, type YamlEditor, scalarOf, scalarText, span } from './yaml-edit.ts';

/** A note at a position of the text. */
export interface PlacedNote {
  readonly position: number;
  readonly note: Note;
}

export interface YamlResult {
  readonly edits: readonly TextEdit[];
  readonly notes: readonly PlacedNote[];
}

const model: ModelSource = {
  unclear: 'a YAML pipeline has no release artifact',
  next: "Name the model, and a version or 'latest'; see docs/migration.md.",
};

/** @param task the scalar that names the task */
export function rewriteDeployStep(
  step: YAMLMap,
  task: unknown,
  options: MigrationOptions,
  editor: YamlEditor,
): YamlResult {
  const place = span(task)[0];
  const inputs = step.items.find(({ key }) => scalarOf(key) === 'inputs');
  const collected = collectInputs(inputs);
  if (typeof collected === 'string' || inputs === undefined) {
    const why = typeof collected === 'string' ? collected : 'it has no inputs';
    const next = `Write the inputs into the step and run again, or write ${deployTask.reference} by hand.`;
    return { edits: [], notes: [{ position: place, note: asked('the step is left as it is', why, next) }] };
  }
  const plan = planDeployStep({
    given: collected.pairs.map(({ name, pair }) => given(name, pair)),
    options,
    model,
    isOpen: collected.isOpen,
  });
  const first = changed(
    `${scalarOf(task) ?? ''} is now ${deployTask.reference}`,
    'the task belongs to the retired extension',
  );
  return {
    edits: [editor.replaceNode(task, deployTask.reference), ...inputEdits(collected, plan, editor)],
    notes: [
      ...[first, ...plan.notes].map((note) => ({ position: place, note })),
      ...plan.inputs.flatMap(({ notes }, index) =>
        notes.map((note) => ({ position: span(collected.pairs[index]?.pair.key)[0], note })),
      ),
    ],
  };
}

function given(name: string, pair: Pair) {
  const value = scalarOf(pair.value) ?? (pair.value === null ? '' : undefined);
  return value === undefined ? { name } : { name, value };
}

interface CollectedInputs {
  readonly pairs: readonly PlacedPair[];
  /** The map `inputs` itself. */
  readonly outermost: YAMLMap;
  readonly isOpen: boolean;
}

/** All inputs, those inside template expressions too; a text that says why they can not be rewritten. */
function collectInputs(inputs: Pair | undefined): CollectedInputs | string {
  const map = inputs?.value;
  if (isAlias(map)) return 'its inputs are those of an anchor elsewhere, which other steps may share';
  if (isScalar(map) && /\$\{\{/.test(scalarOf(map) ?? ''))
    return 'its inputs come from a template expression';
  if (!isMap(map) || map.items.length === 0) return 'it has no inputs';
  if (map.anchor !== undefined) return 'its inputs carry an anchor, which other steps may share';
  const pairs: PlacedPair[] = [];
  let isOpen = false;
  const look = (within: YAMLMap, parentKey: Pair['key']): string | undefined => {
    for (const pair of within.items) {
      const name = scalarOf(pair.key);
      if (name === undefined) return 'one of its inputs has a name that is no plain text';
      if (name === '<<') return 'its inputs merge those of an anchor elsewhere';
      if (/^\$\{\{/.test(name)) {
        if (!isMap(pair.value)) {
          isOpen = true;
          continue;
        }
        // The branches of a condition together need not hold every input.
        isOpen = true;
        const problem = look(pair.value, pair.key);
        if (problem !== undefined) return problem;
      } else pairs.push({ name, pair, map: within, parentKey });
    }
    return undefined;
  };
  return look(map, inputs?.key) ?? { pairs, outermost: map, isOpen };
}

function inputEdits(collected: CollectedInputs, plan: DeployPlan, editor: YamlEditor): readonly TextEdit[] {
  const { pairs, outermost } = collected;
  const doomed = new Map<YAMLMap, Set<Pair>>();
  const edits: TextEdit[] = [];
  for (const [index, { name, pair, map }] of pairs.entries()) {
    const { becomes, value } = plan.inputs[index] ?? {};
    if (becomes === undefined) doomed.set(map, (doomed.get(map) ?? new Set()).add(pair));
    else if (becomes !== name) edits.push(editor.replaceNode(pair.key, becomes));
    if (becomes !== undefined && value !== undefined) edits.push(...valueEdit(pair, value, editor));
  }
  if (plan.added.length > 0) {
    // Behind the connection, but never inside a condition: what is added holds for every branch.
    const here = pairs.filter(
      ({ map }, index) => map === outermost && plan.inputs[index]?.becomes !== undefined,
    );
    const connection = here.find(
      ({ pair }) => plan.inputs[pairs.findIndex((one) => one.pair === pair)]?.becomes === 'connection',
    );
    const anchor = connection ?? here[0];
    edits.push(
      anchor === undefined
        ? editor.insertFirst(outermost, plan.added)
        : editor.insertAfter(anchor, plan.added),
    );
  }
  for (const [map, gone] of doomed) {
    const parentKey = pairs.find((pair) => pair.map === map)?.parentKey;
    const staysEmpty = map !== outermost || plan.added.length === 0;
    edits.push(...editor.removePairs(map, staysEmpty ? parentKey : undefined, gone));
  }
  return edits;
}

/** An empty value has a position behind its colon, so a blank has to come with the new one. */
function valueEdit(pair: Pair, value: string, editor: YamlEditor): readonly TextEdit[] {
  const [start, end] = span(pair.value);
  const text = start === end ? ` ${scalarText(value)}` : scalarText(value);
  return [{ ...editor.replaceNode(pair.value, text) }];
}
