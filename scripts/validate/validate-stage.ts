// The project's own judgement of the staged extension. tfx lets many faults pass with a warning or without a word.
import type { ExtensionPackage } from './extension-package.ts';
import { loadStage } from './extension-package.ts';
import type { Finding } from './finding.ts';
import { artifactTypeBindings } from './rules/artifact-type-bindings.ts';
import { artifactTypeInputs } from './rules/artifact-type-inputs.ts';
import { artifactTypePaging } from './rules/artifact-type-paging.ts';
import { artifactTypeShape } from './rules/artifact-type-shape.ts';
import { artifactTypeTemplates } from './rules/artifact-type-templates.ts';
import { artifactTypeTrigger } from './rules/artifact-type-trigger.ts';
import { contributions } from './rules/contributions.ts';
import { downloadTask } from './rules/download-task.ts';
import { manifestFiles } from './rules/manifest-files.ts';
import { manifestShape } from './rules/manifest-shape.ts';
import { taskHandlers } from './rules/task-handlers.ts';
import { taskInputs } from './rules/task-inputs.ts';
import { taskShape } from './rules/task-shape.ts';
import type { Rule } from './rule.ts';

const rules: readonly Rule[] = [
  manifestShape,
  manifestFiles,
  contributions,
  taskShape,
  taskHandlers,
  taskInputs,
  artifactTypeShape,
  artifactTypeInputs,
  artifactTypeBindings,
  artifactTypePaging,
  artifactTypeTemplates,
  artifactTypeTrigger,
  downloadTask,
];

/** Every fault of a parsed extension. */
export const judge = (extension: ExtensionPackage): readonly Finding[] =>
  rules.flatMap((rule) => rule(extension));

/** Every fault of the staged extension, in the order of files and rules; none when it may be packed. */
export function validateStage(folder: string): readonly Finding[] {
  const { extension, findings } = loadStage(folder);
  return extension === undefined ? findings : [...findings, ...judge(extension)];
}
