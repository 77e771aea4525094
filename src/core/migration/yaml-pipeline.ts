// Rewrites a YAML pipeline, or a template of one, from the retired extension to ours.
import {
  type Document,
  LineCounter,
  type Node,
  type Pair,
  type YAMLMap,
  isAlias,
  isMap,
  isPair,
  isScalar,
  parseDocument,
  visit,
} from 'yaml';
import { fail } from '../errors/catalogue.ts';
import { type Migration, asked, kept } from './entry.ts';
import type { MigrationContext } from './options.ts';
import { publishedPipelineComment, publishedPipelineNote } from './published-pipeline.ts';
import { isQuestion } from './question.ts';
import { firstGenerationNote } from './release-step.ts';
import { firstGenerationCommand, leftoverPattern, retiredTask } from './retired.ts';
import { applyEdits } from './text-edit.ts';
import { createYamlEditor, scalarOf, span, type YamlEditor } from './yaml-edit.ts';
import { type PlacedNote, type YamlResult, rewriteDeployStep } from './yaml-step.ts';

/**
 * @throws ConfigurationUnreadable for text that is no YAML
 * @throws MigrationFileUnknown for YAML that is no pipeline
 * @throws MigrationUnsafe when the result would not be what was meant
 */
export function migrateYamlPipeline(text: string, { options }: MigrationContext, file: string): Migration {
  const lines = new LineCounter();
  const document = parse(text, file, lines);
  const editor = createYamlEditor(text);
  const edits: YamlResult['edits'][number][] = [];
  const notes: PlacedNote[] = [];
  const handled = new Set<number>();
  for (const { step, task, name } of retiredSteps(document)) {
    const result =
      name === 'AMLModelDeploy'
        ? rewriteDeployStep(step, task, options, editor)
        : keepPublishedPipeline(step, task, editor);
    edits.push(...result.edits);
    notes.push(...result.notes);
    handled.add(span(task)[0]);
  }
  notes.push(...remarks(document, handled));
  const result = edits.length === 0 ? text : checked(edits, text, file);
  return {
    kind: 'YAML pipeline',
    text: result,
    entries: notes
      .toSorted((a, b) => a.position - b.position)
      .map(({ position, note }) => ({ where: `line ${lines.linePos(position).line}`, ...note })),
  };
}

function parse(text: string, file: string, lineCounter = new LineCounter()): Document {
  // Keys may repeat: two `${{ else }}` in one map are usual in Azure Pipelines. Its reader knows no limit of a key's length.
  const document = parseDocument(text, { lineCounter, uniqueKeys: false, prettyErrors: false });
  const error = document.errors.find(({ code }) => code !== 'KEY_OVER_1024_CHARS');
  if (error !== undefined) {
    const { line } = lineCounter.linePos(error.pos[0]);
    throw fail('ConfigurationUnreadable', { file, line, problem: error.message.replace(/\s+/g, ' ') }, error);
  }
  if (!isMap(document.contents)) {
    throw fail('MigrationFileUnknown', {
      file,
      problem: 'it is YAML but no map of keys, as every pipeline is',
    });
  }
  return document;
}

interface RetiredStep {
  readonly step: YAMLMap;
  readonly task: Node;
  readonly name: NonNullable<ReturnType<typeof retiredTask>>;
}

/** A step is a map with the key `task`, wherever it stands: in jobs, strategies, templates, defaults of parameters. */
function retiredSteps(document: Document): readonly RetiredStep[] {
  const found: RetiredStep[] = [];
  visit(document, {
    Map(_, step) {
      const value = step.items.find(({ key }) => scalarOf(key) === 'task')?.value;
      const task = isAlias(value) ? value.resolve(document) : value;
      const name = retiredTask(scalarOf(task) ?? '');
      if (isScalar(task) && name !== undefined) found.push({ step, task, name });
    },
  });
  return found;
}

function keepPublishedPipeline(step: YAMLMap, task: Node, editor: YamlEditor): YamlResult {
  const key = step.items.find((pair) => scalarOf(pair.key) === 'task')?.key;
  return {
    edits: step.flow === true ? [] : editor.commentAbove(key, publishedPipelineComment),
    notes: [{ position: span(task)[0], note: publishedPipelineNote }],
  };
}

/** What is not rewritten but has to be known: other files, scripts of the first generation, names in strange places, open markers. */
function remarks(document: Document, handled: ReadonlySet<number>): readonly PlacedNote[] {
  const notes: PlacedNote[] = [];
  visit(document, {
    Scalar(key, node, path) {
      const text = scalarOf(node) ?? '';
      const position = span(node)[0];
      const parent = path.at(-1);
      if (key === 'key' || handled.has(position)) return;
      const name = isPair(parent) ? (scalarOf(parent.key) ?? '') : '';
      if (name === 'template' && !inVariables(path)) notes.push({ position, note: templateNote(text) });
      else if (isQuestion(text)) notes.push({ position, note: openNote(text) });
      else if (firstGenerationCommand.test(text)) notes.push({ position, note: firstGenerationNote });
      else if (leftoverPattern.test(text)) notes.push({ position, note: leftoverNote });
    },
  });
  return notes;
}

const inVariables = (path: readonly (Document | Node | Pair)[]): boolean =>
  path.some((parent) => isPair(parent) && scalarOf(parent.key) === 'variables');

const templateNote = (template: string) =>
  kept(
    `the template '${template}' is another file`,
    'only the file that is given is rewritten',
    'Run the migration on it too.',
  );

const openNote = (marker: string) =>
  asked(`'${marker}' is open`, 'nobody has answered it since an earlier run', 'Replace the marker.');

const leftoverNote = asked(
  'a text names the retired extension',
  'what it means there is not known, so it is left as it is',
  'Look at it and name our extension instead where that is meant.',
);

/** The rewritten text, once it is known to be YAML still, with no step of the retired deploy task that was not reported. */
function checked(edits: YamlResult['edits'], text: string, file: string): string {
  try {
    const result = applyEdits(text, edits);
    parse(result, file);
    return result;
  } catch (error) {
    const problem = error instanceof Error ? error.message.replace(/\.$/, '') : 'unknown';
    throw fail('MigrationUnsafe', { file, problem }, error);
  }
}
