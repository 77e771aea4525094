// The two configuration documents of a deployment: the files, with the flags over them, as v1 did it.
import type { ConfigDocument } from '../../../src/core/config/document.ts';
import { readDocument } from '../../../src/core/config/document.ts';
import { deploymentTextKeys } from '../../../src/core/config/deployment-schema.ts';
import { inferenceTextKeys } from '../../../src/core/config/inference-config.ts';
import { emptyDocument, withOverrides, type Override } from '../../../src/core/config/overrides.ts';
import { fail } from '../../../src/core/errors/catalogue.ts';
import type { ProjectFiles } from '../../../src/ports/project-files.ts';
import { valueOf, valuesOf, type GivenFlag } from './read-flags.ts';

export interface DeployDocuments {
  /** Absent when neither a file nor a flag says anything: for models that bring their own server. */
  readonly inference?: ConfigDocument;
  readonly deployment: ConfigDocument;
}

const commandLine = 'the command line';

function overridesOf(given: readonly GivenFlag[], file: 'inference' | 'deployment'): Override[] {
  return given.flatMap(({ flag, typed, value }) => {
    const key = flag[file];
    return key === undefined ? [] : [{ key, value, flag: typed }];
  });
}

const typedAs = (given: readonly GivenFlag[], name: string): string =>
  given.find(({ flag }) => flag.names[0] === name)?.typed ?? `--${name}`;

async function documentAt(
  path: string | undefined,
  files: ProjectFiles,
  { what, textKeys }: { readonly what: string; readonly textKeys: readonly string[] },
): Promise<ConfigDocument> {
  if (path === undefined) return emptyDocument(commandLine);
  return readDocument(await files.readText(path, what), path, { textKeys });
}

/** An environment of the command line; the one in the file wins over it. */
async function environmentFlags(given: readonly GivenFlag[], files: ProjectFiles): Promise<Override[]> {
  const folder = valueOf(given, 'environment-directory');
  const name = valueOf(given, 'environment-name');
  const version = valueOf(given, 'environment-version');
  if (folder !== undefined && name !== undefined)
    throw fail('CommandArgumentsInvalid', {
      command: 'azureml-release model deploy',
      problem: `${typedAs(given, 'environment-directory')} and ${typedAs(given, 'environment-name')} exclude each other`,
    });
  if (folder !== undefined) {
    const path = `${folder}/azureml_environment.json`;
    const { value } = readDocument(await files.readText(path, 'environment'), path, {
      textKeys: ['version'],
    });
    return [{ key: 'environment', value, flag: typedAs(given, 'environment-directory') }];
  }
  return [
    ...(name === undefined
      ? []
      : [{ key: 'environment.name', value: name, flag: typedAs(given, 'environment-name') }]),
    ...(version === undefined
      ? []
      : [{ key: 'environment.version', value: version, flag: typedAs(given, 'environment-version') }]),
  ];
}

const has = ({ value }: ConfigDocument, key: string): boolean =>
  typeof value === 'object' &&
  value !== null &&
  Reflect.get(value, key) !== undefined &&
  Reflect.get(value, key) !== null;

async function inferenceDocument(
  given: readonly GivenFlag[],
  files: ProjectFiles,
): Promise<ConfigDocument | undefined> {
  const path = valueOf(given, 'inference-config-file');
  const document = await documentAt(path, files, { what: 'inference config', textKeys: inferenceTextKeys });
  const environment = has(document, 'environment') ? [] : await environmentFlags(given, files);
  const overrides = [...environment, ...overridesOf(given, 'inference')];
  // A description alone describes the deployment; it serves nothing.
  const serves = path !== undefined || overrides.some(({ key }) => key !== 'description');
  return serves ? withOverrides(document, overrides) : undefined;
}

/** Profile results name the size that was recommended. */
async function profileFlags(given: readonly GivenFlag[], files: ProjectFiles): Promise<Override[]> {
  const path = valueOf(given, 'profile-input');
  if (path === undefined) return [];
  const { value } = readDocument(await files.readText(path, 'profile result'), path);
  const flag = typedAs(given, 'profile-input');
  return ['cpu', 'memoryInGB'].flatMap((name) => {
    const size: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
    return size === undefined ? [] : [{ key: `containerResourceRequirements.${name}`, value: size, flag }];
  });
}

function tagFlags(given: readonly GivenFlag[], { value }: ConfigDocument): Override[] {
  const texts = valuesOf(given, 'tag');
  if (texts.length === 0) return [];
  const there: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, 'tags') : undefined;
  const tags = texts.map((text) => {
    const [, name, content] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
    if (name !== undefined) return [name, content];
    throw fail('CommandArgumentsInvalid', {
      command: 'azureml-release model deploy',
      problem: `--tag '${text}' is not of the form name=value`,
    });
  });
  return [
    { key: 'tags', value: { ...(there as object | undefined), ...Object.fromEntries(tags) }, flag: '--tag' },
  ];
}

/** @throws FileNotFound, FileUnreadable, ConfigurationUnreadable, CommandArgumentsInvalid */
export async function deployDocuments(
  given: readonly GivenFlag[],
  files: ProjectFiles,
): Promise<DeployDocuments> {
  const inference = await inferenceDocument(given, files);
  const file = await documentAt(valueOf(given, 'deploy-config-file'), files, {
    what: 'deployment config',
    textKeys: deploymentTextKeys,
  });
  const overrides = [
    ...(await profileFlags(given, files)),
    ...overridesOf(given, 'deployment').filter(
      ({ key }) => key !== 'computeType' || !has(file, 'computeType'),
    ),
    ...tagFlags(given, file),
  ];
  return { ...(inference && { inference }), deployment: withOverrides(file, overrides) };
}
