// Where the files of an inference config lie: its relative paths, resolved without a file system.
import * as posix from 'node:path/posix';
import { fail } from '../errors/catalogue.ts';
import type { InferenceConfig } from '../config/inference-config.ts';
import { given } from '../given.ts';
import { isAbsolutePath, resolvePath, slashes } from '../relative-path.ts';

export interface SourceLayout {
  /** The folder that is uploaded as code. */
  readonly root: string;
  /** The entry script relative to `root`. */
  readonly entryScript: string;
  /** Paths of the files to read, when there are any. */
  readonly condaFile?: string;
  readonly dockerfile?: string;
  readonly extraDockerfileSteps?: string;
}

function below(root: string, path: string): string {
  const relative = posix.normalize(slashes(path));
  if (isAbsolutePath(relative) || relative === '..' || relative.startsWith('../'))
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
  const named = namedFiles(config);
  if (config.sourceDirectory !== undefined) {
    const root = resolvePath(base, config.sourceDirectory);
    const inside = (path: string) => posix.join(root, below(root, path));
    return { root, entryScript: below(root, config.entryScript), ...mapped(named, inside) };
  }
  const script = resolvePath(base, config.entryScript);
  return {
    root: posix.dirname(script),
    entryScript: posix.basename(script),
    ...mapped(named, (path) => resolvePath(base, path)),
  };
}

/** The files that an environment names, by what they are. */
function namedFiles({ environment }: InferenceConfig): Readonly<Record<string, string>> {
  if (environment.kind === 'registered') return {};
  const { condaFile, extraDockerfileSteps, dockerfile } = environment;
  return given({
    condaFile,
    extraDockerfileSteps,
    dockerfile: dockerfile && 'path' in dockerfile ? dockerfile.path : undefined,
  });
}

const mapped = (paths: Readonly<Record<string, string>>, change: (path: string) => string) =>
  Object.fromEntries(Object.entries(paths).map(([name, path]) => [name, change(path)]));
