// From the address in a model version to a container and a path in it.
import type { BlobContainer } from '../core/blob-container.ts';
import { type ModelLocation, parseModelUri } from '../core/blob-uri.ts';
import { fail } from '../core/errors/catalogue.ts';
import { type ModelSource, isRegistry } from '../core/model/source.ts';
import type { ModelVersion } from '../core/model/version.ts';
import type { Workspace } from '../core/workspace.ts';
import type { ModelStores } from '../ports/model-files.ts';

export interface LocatedModel {
  readonly container: BlobContainer;
  /** A folder or a file, without slashes at the ends; empty for the whole container. */
  readonly path: string;
}

/** Where the workspace keeps what its runs log. */
const artifactStore = 'workspaceartifactstore';

/** @throws ModelLocationNotSupported, and what `stores` throws */
export async function locateModel(
  stores: ModelStores,
  source: ModelSource,
  model: ModelVersion,
): Promise<LocatedModel> {
  const location = parseModelUri(model.uri);
  const located = location && (await locateIn(stores, source, model, location));
  if (located) return located;
  throw fail('ModelLocationNotSupported', {
    model: model.model,
    version: model.version,
    uri: model.uri.split('?', 1)[0] ?? '',
  });
}

async function locateIn(
  stores: ModelStores,
  source: ModelSource,
  model: ModelVersion,
  location: ModelLocation,
): Promise<LocatedModel | undefined> {
  if (!isRegistry(source)) return locate(stores, source, location);
  if (location.kind !== 'blob') return undefined;
  return { container: await stores.registryContainer(source, model), path: location.path };
}

async function locate(
  stores: ModelStores,
  workspace: Workspace,
  location: ModelLocation,
): Promise<LocatedModel | undefined> {
  switch (location.kind) {
    case 'datastore': {
      const { datastore, path } = location;
      return { container: await stores.container(location.workspace ?? workspace, datastore), path };
    }
    case 'blob': {
      const { accountUrl, container, path } = location;
      return { container: { accountUrl, container, access: { kind: 'identity' } }, path };
    }
    case 'run':
      return artifact(stores, workspace, location.run, location.path);
    case 'job-output': {
      const { job, output, path } = location;
      // What a job logs without naming an output.
      if (output.toLowerCase() === 'artifacts') return artifact(stores, workspace, job, path);
      const uri = await stores.jobOutput(workspace, job, output);
      const target = uri === undefined ? undefined : parseModelUri(uri);
      if (target?.kind !== 'datastore') return undefined;
      const folder = await locate(stores, workspace, target);
      return folder && { ...folder, path: join(folder.path, path) };
    }
    case 'asset':
      return undefined;
  }
}

async function artifact(
  stores: ModelStores,
  workspace: Workspace,
  run: string,
  path: string,
): Promise<LocatedModel> {
  const container = await stores.container(workspace, artifactStore);
  return { container, path: join(`ExperimentRun/dcid.${run}`, path) };
}

const join = (folder: string, path: string): string => [folder, path].filter((part) => part !== '').join('/');
