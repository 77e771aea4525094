// The project's own judgement of the staged extension. tfx lets many faults pass with a warning or without a word.
import type { ExtensionPackage } from './extension-package.ts';
import { loadStage } from './extension-package.ts';
import type { Finding } from './finding.ts';

/** A rule family: judges the whole extension and returns every fault of its kind. */
export type Rule = (extension: ExtensionPackage) => readonly Finding[];

export const rules: readonly Rule[] = [];

/** Every fault of the staged extension, in the order of files and rules; none when it may be packed. */
export function validateStage(folder: string): readonly Finding[] {
  const { extension, findings } = loadStage(folder);
  return extension === undefined ? findings : [...findings, ...rules.flatMap((rule) => rule(extension))];
}
