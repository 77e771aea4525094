// The two configuration documents of a deployment: the files, with the flags over them, as v1 did it.
import type { ConfigDocument } from '../../../src/core/config/document.ts';
import { readDocument } from '../../../src/core/config/document.ts';
import { deploymentTextKeys } from '../../../src/core/config/deployment-schema.ts';
import { inferenceTextKeys } from '../../../src/core/config/inference-config.ts';
import { emptyDocument, withOverrides, type Override } from '../../../src/core/config/overrides.ts';
import type { FlagTable } from '../../../src/core/command-line/flag.ts';
import type { CommandLine } from '../../../src/core/command-line/read-command-line.ts';
import type { ProjectFiles } from '../../../src/ports/project-files.ts';
import { deploymentFlags } from './flags/deployment-flags.ts';
import { inferenceFlags } from './flags/inference-flags.ts';
import { overridesIn, type ConfigFile } from './flags/override.ts';
import { namedValues } from './named-values.ts';
import { invalidFor } from './verb.ts';

export interface DeployDocuments {
  /** Absent when neither a file nor a flag says anything: for models that bring their own server. */
  readonly inference?: ConfigDocument;
  readonly deployment: ConfigDocument;
}

const commandLine = 'the command line';

type InferenceLine = CommandLine<typeof inferenceFlags>;
type DeploymentLine = CommandLine<typeof deploymentFlags>;

function overridesOf(
  table: FlagTable,
  file: ConfigFile,
  { values, typed }: CommandLine<FlagTable>,
): Override[] {
  return overridesIn(table, file).flatMap(([name, { key }]) => {
    const value = values[name];
    return value === undefined ? [] : [{ key, value, flag: typed[name] ?? `--${name}` }];
  });
}

async function documentAt(
  path: string | undefined,
  files: ProjectFiles,
  { what, textKeys }: { readonly what: string; readonly textKeys: readonly string[] },
): Promise<ConfigDocument> {
  if (path === undefined) return emptyDocument(commandLine);
  return readDocument(await files.readText(path, what), path, { textKeys });
}

/** An environment of the command line; the one in the file wins over it. */
async function environmentFlags(
  { values, typed }: InferenceLine,
  files: ProjectFiles,
  verb: string,
): Promise<Override[]> {
  const folder = values['environment-directory'];
  const flagOf = (name: keyof typeof inferenceFlags) => typed[name] ?? `--${name}`;
  if (folder !== undefined && values['environment-name'] !== undefined)
    throw invalidFor(verb)(
      `${flagOf('environment-directory')} and ${flagOf('environment-name')} exclude each other`,
    );
  if (folder !== undefined) {
    const path = `${folder}/azureml_environment.json`;
    const { value } = readDocument(await files.readText(path, 'environment'), path, {
      textKeys: ['version'],
    });
    return [{ key: 'environment', value, flag: flagOf('environment-directory') }];
  }
  return (['name', 'version'] as const).flatMap((part) => {
    const name = `environment-${part}` as const;
    const value = values[name];
    return value === undefined ? [] : [{ key: `environment.${part}`, value, flag: flagOf(name) }];
  });
}

const has = ({ value }: ConfigDocument, key: string): boolean =>
  typeof value === 'object' &&
  value !== null &&
  Reflect.get(value, key) !== undefined &&
  Reflect.get(value, key) !== null;

/**
 * Absent when neither a file nor a flag says anything: for models that bring their own server.
 * @throws FileNotFound, FileUnreadable, ConfigurationUnreadable, CommandArgumentsInvalid
 */
export async function inferenceDocument(
  line: InferenceLine,
  files: ProjectFiles,
  verb: string,
): Promise<ConfigDocument | undefined> {
  const path = line.values['inference-config-file'];
  const document = await documentAt(path, files, { what: 'inference config', textKeys: inferenceTextKeys });
  const environment = has(document, 'environment') ? [] : await environmentFlags(line, files, verb);
  const overrides = [...environment, ...overridesOf(inferenceFlags, 'inference', line)];
  // A description alone describes the deployment; it serves nothing.
  const serves = path !== undefined || overrides.some(({ key }) => key !== 'description');
  return serves ? withOverrides(document, overrides) : undefined;
}

/** Profile results name the size that was recommended. */
async function profileFlags({ values, typed }: DeploymentLine, files: ProjectFiles): Promise<Override[]> {
  const path = values['profile-input'];
  if (path === undefined) return [];
  const { value } = readDocument(await files.readText(path, 'profile result'), path);
  const flag = typed['profile-input'] ?? '--profile-input';
  return ['cpu', 'memoryInGB'].flatMap((name) => {
    const size: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
    return size === undefined ? [] : [{ key: `containerResourceRequirements.${name}`, value: size, flag }];
  });
}

function tagFlags(texts: readonly string[], { value }: ConfigDocument): Override[] {
  if (texts.length === 0) return [];
  const there: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, 'tags') : undefined;
  const tags = namedValues(texts, '--tag', invalidFor('deploy'));
  return [{ key: 'tags', value: { ...(there as object | undefined), ...tags }, flag: '--tag' }];
}

/** @throws FileNotFound, FileUnreadable, ConfigurationUnreadable, CommandArgumentsInvalid */
export async function deployDocuments(
  line: CommandLine<typeof inferenceFlags & typeof deploymentFlags>,
  tags: readonly string[],
  files: ProjectFiles,
): Promise<DeployDocuments> {
  const inference = await inferenceDocument(line, files, 'deploy');
  const file = await documentAt(line.values['deploy-config-file'], files, {
    what: 'deployment config',
    textKeys: deploymentTextKeys,
  });
  const overrides = [
    ...(await profileFlags(line, files)),
    ...overridesOf(deploymentFlags, 'deployment', line).filter(
      ({ key }) => key !== 'computeType' || !has(file, 'computeType'),
    ),
    ...tagFlags(tags, file),
  ];
  return { ...(inference && { inference }), deployment: withOverrides(file, overrides) };
}
