// Which models a command line means: references and metadata files that earlier steps wrote.
import { readDocument } from '../../../src/core/config/document.ts';
import { modelTarget, registryModelId, type ModelTarget } from '../../../src/core/model/target.ts';
import type { ModelVersion } from '../../../src/core/model/version.ts';
import { workspacePath, type Workspace } from '../../../src/core/workspace.ts';
import type { ProjectFiles } from '../../../src/ports/project-files.ts';
import { invalidFor } from './verb.ts';

const invalid = invalidFor('deploy');

/** What `model register` and the download task write about a model. */
async function fromMetadata(path: string, files: ProjectFiles, verb: string): Promise<string> {
  const { value } = readDocument(await files.readText(path, 'model metadata'), path);
  const read = (key: string): unknown =>
    typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
  const id = read('modelId') ?? read('id');
  if (typeof id === 'string') return id;
  const [name, version] = [read('name') ?? read('model'), read('version')];
  if (typeof name === 'string' && (typeof version === 'string' || typeof version === 'number'))
    return `${name}:${version}`;
  throw invalidFor(verb)(`'${path}' names no model: it has neither 'modelId' nor 'name' and 'version'`);
}

/** Every model reference, in the order given. @throws CommandArgumentsInvalid */
export async function modelReferences(
  values: { readonly model: readonly string[]; readonly 'model-metadata-file': readonly string[] },
  files: ProjectFiles,
  verb = 'deploy',
): Promise<readonly string[]> {
  const metadata = await Promise.all(
    values['model-metadata-file'].map((path) => fromMetadata(path, files, verb)),
  );
  const references = [...values.model, ...metadata];
  if (references.length === 0) throw invalidFor(verb)("no model is named: give '--model name:version'");
  return references;
}

function idOf({ name, version, place }: ModelTarget, text: string, workspace: Workspace): string {
  switch (place.kind) {
    case 'here':
      return `${workspacePath(workspace)}/models/${name}/versions/${version}`;
    case 'workspace':
      return `${workspacePath(place.workspace)}/models/${name}/versions/${version}`;
    case 'workspace-id':
      return text.trim();
    case 'registry':
      return registryModelId(place.name, name, version);
  }
}

/** A model version as the plan needs it, from its name alone. @throws ModelReferenceInvalid, ModelNotRegistered */
export function modelOffline(text: string, workspace: Workspace): ModelVersion {
  const target = modelTarget(text);
  const { name, version } = target;
  if (version === 'latest')
    throw invalid(`'${text}' names no version, and with --offline nobody can look it up`);
  const id = idOf(target, text, workspace);
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
