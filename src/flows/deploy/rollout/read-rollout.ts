// Reads how a new version takes over: from the deployment config, a file of its own and inputs, with every file they name.
import { dirname } from 'node:path/posix';
import type { DeploymentConfig } from '../../../core/config/deployment-config.ts';
import type { Override } from '../../../core/config/overrides.ts';
import { fail } from '../../../core/errors/catalogue.ts';
import { given } from '../../../core/given.ts';
import type { Json } from '../../../core/rollout/compare-answers.ts';
import { parseRollout } from '../../../core/rollout/read-rollout.ts';
import {
  rolloutSettings,
  type RolloutSettings,
  type SmokeTestWords,
} from '../../../core/rollout/settings.ts';
import type { ProjectFiles } from '../../../ports/project-files.ts';
import type { SmokeTest } from './smoke-test.ts';

export interface RolloutSources {
  readonly deploymentConfig: string;
  /** Folder that relative paths in the deployment config start from. */
  readonly base: string;
  /** A file of its own; wins over the deployment config. */
  readonly rolloutFile?: string;
  /** As a task or the command line gives them: text by name; win over the files. */
  readonly rolloutInputs?: Readonly<Record<string, string>>;
}

export interface ReadRollout {
  readonly rollout: RolloutSettings;
  readonly smokeTests: readonly SmokeTest[];
}

/** A text as what it stands for: `0.5` is a number, `10, 50` a list, `true` a truth value. */
function valueOf(name: string, text: string): unknown {
  const number = (part: string): unknown => (/^\d+(\.\d+)?$/.test(part.trim()) ? Number(part) : part.trim());
  if (name === 'steps')
    return text
      .split(/[,;\s]+/)
      .filter(Boolean)
      .map(number);
  if (/^(true|false)$/i.test(text)) return text.toLowerCase() === 'true';
  return number(text);
}

const overridesOf = (inputs: Readonly<Record<string, string>>): readonly Override[] =>
  Object.entries(inputs)
    .filter(([, text]) => text.trim() !== '')
    .map(([name, text]) => ({ key: name, value: valueOf(name, text.trim()), flag: `input '${name}'` }));

async function readJson(files: ProjectFiles, path: string, what: string): Promise<string> {
  const text = await files.readText(path, what);
  try {
    JSON.parse(text);
  } catch (error) {
    throw fail('FileUnreadable', { what, path, reason: 'it is not JSON' }, error);
  }
  return text;
}

const inFolder = (folder: string, path: string): string =>
  path.startsWith('/') ? path : `${folder}/${path}`;

async function smokeTest(files: ProjectFiles, folder: string, words: SmokeTestWords): Promise<SmokeTest> {
  const { request, expected, tolerance, check: command } = words;
  const answer =
    expected === undefined ? undefined : await readJson(files, inFolder(folder, expected), 'expected answer');
  return {
    name: words.name ?? request,
    request: await readJson(files, inFolder(folder, request), 'request of a smoke test'),
    ...(answer !== undefined && { expected: JSON.parse(answer) as Json }),
    ...given({ tolerance, check: command && { command, folder } }),
  };
}

/** @throws ConfigurationInvalid, ConfigurationUnreadable, FileNotFound, FileUnreadable */
export async function readRollout(
  { settings }: DeploymentConfig,
  sources: RolloutSources,
  files: ProjectFiles,
): Promise<ReadRollout> {
  const { rolloutFile: file, rolloutInputs = {}, base } = sources;
  const text = file === undefined ? undefined : await files.readText(file, 'roll-out file');
  const words = parseRollout(text, file ?? 'The inputs', overridesOf(rolloutInputs));
  const rollout = rolloutSettings(settings.rollout, words);
  const isOwn = words.smokeTests !== undefined && file !== undefined;
  const folder = isOwn ? dirname(file.replaceAll('\\', '/')) : base;
  const smokeTests: SmokeTest[] = [];
  for (const one of rollout.smokeTests) smokeTests.push(await smokeTest(files, folder, one));
  return { rollout, smokeTests };
}
