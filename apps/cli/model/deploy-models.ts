// Which models a command line means: references and metadata files that earlier steps wrote.
import { parseAssetReference } from '../../../src/core/config/asset-reference.ts';
import { readDocument } from '../../../src/core/config/document.ts';
import type { ModelVersion } from '../../../src/core/model-version.ts';
import { workspacePath, type Workspace } from '../../../src/core/workspace.ts';
import type { ProjectFiles } from '../../../src/ports/project-files.ts';
import { invalidFor } from './verb.ts';

const invalid = invalidFor('deploy');

/** What `model register` and the download task write about a model. */
async function fromMetadata(path: string, files: ProjectFiles): Promise<string> {
  const { value } = readDocument(await files.readText(path, 'model metadata'), path);
  const read = (key: string): unknown =>
    typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
  const id = read('modelId') ?? read('id');
  if (typeof id === 'string') return id;
  const [name, version] = [read('name') ?? read('model'), read('version')];
  if (typeof name === 'string' && (typeof version === 'string' || typeof version === 'number'))
    return `${name}:${version}`;
  throw invalid(`'${path}' names no model: it has neither 'modelId' nor 'name' and 'version'`);
}

/** Every model reference, in the order given. @throws CommandArgumentsInvalid */
export async function modelReferences(
  values: { readonly model: readonly string[]; readonly 'model-metadata-file': readonly string[] },
  files: ProjectFiles,
): Promise<readonly string[]> {
  const metadata = await Promise.all(values['model-metadata-file'].map((path) => fromMetadata(path, files)));
  const references = [...values.model, ...metadata];
  if (references.length === 0) throw invalid("no model is named: give '--model name:version'");
  return references;
}

/** A model version as the plan needs it, from its name alone. */
export function modelOffline(text: string, workspace: Workspace): ModelVersion {
  const reference = parseAssetReference(text, 'models');
  if (reference === undefined) throw invalid(`'${text}' is no model: name:version, or an id of the service`);
  if (!('version' in reference))
    throw invalid(`'${text}' names no version, and with --offline nobody can look it up`);
  const { name, version } = reference;
  const id =
    reference.at === 'workspace'
      ? `${workspacePath(workspace)}/models/${name}/versions/${version}`
      : reference.at === 'id'
        ? reference.id
        : `azureml://registries/${reference.registry}/models/${name}/versions/${version}`;
  return {
    model: name,
    version,
    id,
    createdAt: '',
    uri: '',
    isArchived: false,
    tags: {},
    properties: {},
  };
}
