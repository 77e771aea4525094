// Reads the files of `az ml` v2 and everything that they name, and checks it before a plan is made.
import { checkEntryScript } from '../../core/config/entry-script.ts';
import { withOverrides, type Override } from '../../core/config/overrides.ts';
import {
  parseEnvironmentYaml,
  parseModelYaml,
  type EnvironmentYaml,
  type ModelYaml,
} from '../../core/config/v2/assets.ts';
import { batchDeploymentYamlFrom, parseBatchEndpointYaml } from '../../core/config/v2/batch-files.ts';
import { deploymentKind } from '../../core/config/v2/deployment-kind.ts';
import { onlineDeploymentYamlFrom, parseOnlineEndpointYaml } from '../../core/config/v2/online-files.ts';
import { readYamlDocument, type YamlFile } from '../../core/config/v2/yaml-file.ts';
import { given } from '../../core/given.ts';
import { definitionFiles, localPaths, movedEnvironment, movedModel } from '../../core/plan/v2/local-paths.ts';
import type { LocalContent, YamlDeployment } from '../../core/plan/v2/yaml-deployment.ts';
import { folderOf, resolvePath } from '../../core/relative-path.ts';
import type { ProjectFiles } from '../../ports/project-files.ts';

export interface YamlPaths {
  readonly deployment: string;
  readonly endpoint?: string;
  /** Keys of the deployment's file that are given elsewhere. */
  readonly overrides: readonly Override[];
}

export interface YamlFiles extends LocalContent {
  readonly files: YamlDeployment;
}

interface Definitions {
  readonly parts: { readonly environment?: EnvironmentYaml; readonly model?: ModelYaml };
  readonly warnings: readonly string[];
}

/** Definitions in files of their own, which take the place of their `file:` reference. */
async function definitions(
  deployment: YamlDeployment,
  folder: string,
  files: ProjectFiles,
): Promise<Definitions> {
  const named = definitionFiles(deployment);
  const read = async <T>(
    file: string | undefined,
    what: string,
    parse: (text: string, file: string) => YamlFile<T>,
  ) => (file === undefined ? undefined : parse(await files.readText(resolvePath(folder, file), what), file));
  const environment = await read(named.environment, 'environment', parseEnvironmentYaml);
  const model = await read(named.model, 'model', parseModelYaml);
  const move = (file: string) => (path: string) => resolvePath(folderOf(file), path);
  return {
    parts: {
      ...(environment && {
        environment: movedEnvironment(environment.value, move(environment.origin.file)),
      }),
      ...(model && { model: movedModel(model.value, move(model.origin.file)) }),
    },
    warnings: [...(environment?.warnings ?? []), ...(model?.warnings ?? [])],
  };
}

async function readDeployment(paths: YamlPaths, files: ProjectFiles): Promise<YamlDeployment> {
  const { deployment: path, endpoint: endpointPath, overrides } = paths;
  const document = readYamlDocument(await files.readText(path, 'deployment'), path);
  const changed = withOverrides(document, overrides);
  const endpoint = endpointPath === undefined ? undefined : await files.readText(endpointPath, 'endpoint');
  const named = endpointPath ?? '';
  if (deploymentKind(changed) === 'batch')
    return {
      kind: 'batch',
      deployment: batchDeploymentYamlFrom(changed),
      ...(endpoint !== undefined && { endpoint: parseBatchEndpointYaml(endpoint, named) }),
    };
  return {
    kind: 'online',
    deployment: onlineDeploymentYamlFrom(changed),
    ...(endpoint !== undefined && { endpoint: parseOnlineEndpointYaml(endpoint, named) }),
  };
}

const withParts = <T>(file: YamlFile<T>, { parts, warnings }: Definitions): YamlFile<T> => ({
  ...file,
  value: { ...file.value, ...parts },
  warnings: [...file.warnings, ...warnings],
});

async function withDefinitions(
  read: YamlDeployment,
  folder: string,
  files: ProjectFiles,
): Promise<YamlDeployment> {
  const more = await definitions(read, folder, files);
  return read.kind === 'online'
    ? { ...read, deployment: withParts(read.deployment, more) }
    : { ...read, deployment: withParts(read.deployment, more) };
}

/** Paths in a file start from the folder that it lies in. @throws FileNotFound, FileUnreadable, EntryScriptInvalid, PathOutsideSource */
export async function readYamlFiles(paths: YamlPaths, files: ProjectFiles): Promise<YamlFiles> {
  const folder = folderOf(paths.deployment);
  const read = await withDefinitions(await readDeployment(paths, files), folder, files);
  const local = localPaths(read);
  const at = (path: string) => resolvePath(folder, path);
  const tree = async (path: string | undefined) => (path === undefined ? [] : files.listTree(at(path)));
  const script = read.deployment.value.code_configuration?.scoring_script;
  if (local.code !== undefined && script !== undefined) {
    const path = resolvePath(at(local.code), script);
    checkEntryScript(path, await files.readText(path, 'scoring script'));
  }
  const model = await tree(local.model);
  return {
    files: read,
    code: await tree(local.code),
    model,
    modelIsFile: model.some(({ isRoot }) => isRoot === true),
    context: await tree(local.context),
    ...given({
      condaText: local.conda === undefined ? undefined : await files.readText(at(local.conda), 'conda file'),
    }),
  };
}
