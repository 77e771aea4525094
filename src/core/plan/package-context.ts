// The build context of a scoring image that stands for itself: its variables are in it, so that it runs wherever it is started.
import type { PlannedFile } from '../deploy/desired-assets.ts';
import type { PlanInput, WhatIsThere } from './plan.ts';
import { scoringImage } from './targets/scoring-image.ts';

export interface PackageContext {
  /** Hash of everything in it, 16 hex digits. */
  readonly tag: string;
  /** Dockerfile, conda file and code; the models' files belong below `models/<name>/<version>`. */
  readonly files: readonly PlannedFile[];
}

// Inside double quotes a Dockerfile reads backslashes, quotes and dollar signs.
const quoted = (value: string): string =>
  `"${value.replace(/["\\$]/g, String.raw`\$&`).replaceAll('\n', ' ')}"`;

/** @throws InputMissing, ConfigurationNotSupported */
export function packageContext(input: PlanInput, now: WhatIsThere): PackageContext {
  const { tag, files, variables } = scoringImage(input, now);
  const lines = Object.entries(variables).map(([name, value]) => `ENV ${name}=${quoted(value)}`);
  return {
    tag,
    files: files.map((file) =>
      file.path === 'Dockerfile' && 'text' in file
        ? { path: file.path, text: `${file.text}${lines.join('\n')}\n` }
        : file,
    ),
  };
}

/** Where the files of a model lie in the context. */
export const contextFolderOf = (model: { readonly model: string; readonly version: string }): string =>
  `models/${model.model}/${model.version}`;
