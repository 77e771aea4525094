// Where the files of an inference config lie: its relative paths, resolved without a file system.
import * as posix from 'node:path/posix';
import { fail } from '../errors/catalogue.ts';
import type { InferenceConfig } from '../config/inference-config.ts';
import { given } from '../given.ts';

export interface SourceLayout {
  /** The folder that is uploaded as code. */
  readonly root: string;
  /** The entry script relative to `root`. */
  readonly entryScript: string;
  /** Path of the conda file to read, when there is one. */
  readonly condaFile?: string;
}

const slashes = (path: string) => path.replaceAll('\\', '/');
// Windows agents give drive letters; posix.isAbsolute does not know them.
const isAbsolute = (path: string) => posix.isAbsolute(path) || /^[A-Za-z]:\//.test(path);
const resolve = (base: string, path: string) =>
  posix.normalize(isAbsolute(slashes(path)) ? slashes(path) : posix.join(slashes(base), slashes(path)));

function below(root: string, path: string): string {
  const relative = posix.normalize(slashes(path));
  if (isAbsolute(relative) || relative === '..' || relative.startsWith('../'))
    throw fail('PathOutsideSource', { path, root });
  return relative;
}

/**
 * With a source directory, entry script and conda file are relative to it (as in v1). Without one, the entry script's
 * own folder is the source, and the conda file is relative to `base`.
 *
 * @param base the folder that relative paths of the inference config start from
 * @throws PathOutsideSource for an entry script outside the source directory
 */
export function sourceLayout(config: InferenceConfig, base: string): SourceLayout {
  const conda = config.environment.kind === 'defined' ? config.environment.condaFile : undefined;
  if (config.sourceDirectory !== undefined) {
    const root = resolve(base, config.sourceDirectory);
    const condaFile = conda === undefined ? undefined : posix.join(root, below(root, conda));
    return { root, entryScript: below(root, config.entryScript), ...given({ condaFile }) };
  }
  const script = resolve(base, config.entryScript);
  const condaFile = conda === undefined ? undefined : resolve(base, conda);
  return { root: posix.dirname(script), entryScript: posix.basename(script), ...given({ condaFile }) };
}
