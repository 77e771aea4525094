// Reads how a new version takes over: a file of its own and inputs, as words over the deployment config's, and the files of its tests.
import type { Override } from '../../../core/config/overrides.ts';
import { fail } from '../../../core/errors/catalogue.ts';
import { given } from '../../../core/given.ts';
import { folderOf, resolvePath } from '../../../core/relative-path.ts';
import type { Json } from '../../../core/rollout/compare-answers.ts';
import { parseRollout, wordOverrides, type GivenWords } from '../../../core/rollout/read-rollout.ts';
import type { RolloutWords, SmokeTestWords } from '../../../core/rollout/settings.ts';
import type { ProjectFiles } from '../../../ports/project-files.ts';
import type { SmokeTest } from './smoke-test.ts';

export interface RolloutSources {
  /** A file of its own; wins over the deployment config. */
  readonly rolloutFile?: string;
  /** As a task or the command line gives them: win over the files. */
  readonly given: GivenWords;
}

export interface ReadRollout {
  readonly words: RolloutWords;
  /** Words over those of a deployment config. */
  readonly overrides: readonly Override[];
  /** Folder that the smoke tests' paths start from; absent: that of the deployment config's paths. */
  readonly folder?: string;
}

/** @throws ConfigurationInvalid, ConfigurationUnreadable, FileNotFound, FileUnreadable */
export async function readRollout(sources: RolloutSources, files: ProjectFiles): Promise<ReadRollout> {
  const { rolloutFile: file, given: words } = sources;
  const text = file === undefined ? undefined : await files.readText(file, 'roll-out file');
  const read = parseRollout(text, file ?? 'The inputs', wordOverrides(words));
  const isOwn = read.words.smokeTests !== undefined && file !== undefined;
  return { ...read, ...(isOwn && { folder: folderOf(file) }) };
}

async function readJson(files: ProjectFiles, path: string, what: string): Promise<string> {
  const text = await files.readText(path, what);
  try {
    JSON.parse(text);
  } catch (error) {
    throw fail('FileUnreadable', { what, path, reason: 'it is not JSON' }, error);
  }
  return text;
}

async function readTest(files: ProjectFiles, folder: string, words: SmokeTestWords): Promise<SmokeTest> {
  const { request, expected, tolerance, check: command } = words;
  const answer =
    expected === undefined
      ? undefined
      : await readJson(files, resolvePath(folder, expected), 'expected answer');
  return {
    name: words.name ?? request,
    request: await readJson(files, resolvePath(folder, request), 'request of a smoke test'),
    ...(answer !== undefined && { expected: JSON.parse(answer) as Json }),
    ...given({ tolerance, check: command && { command, folder } }),
  };
}

/** @throws FileNotFound, FileUnreadable */
export async function readSmokeTests(
  tests: readonly SmokeTestWords[],
  folder: string,
  files: ProjectFiles,
): Promise<readonly SmokeTest[]> {
  const read: SmokeTest[] = [];
  for (const one of tests) read.push(await readTest(files, folder, one));
  return read;
}
