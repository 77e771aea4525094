// Registers a model: its files go to the workspace's own store, unless they are in Azure already, and a version points at them.
import { hashTree } from '../../core/deploy/content-hash.ts';
import { fail } from '../../core/errors/catalogue.ts';
import { isExtensionError } from '../../core/errors/extension-error.ts';
import type { NewModelVersion } from '../../core/model/registration.ts';
import type { ModelVersion } from '../../core/model/version.ts';
import type { Workspace } from '../../core/workspace.ts';
import type { ContainerUpload } from '../../ports/folder-upload.ts';
import type { LocalModel, ReadLocalModel } from '../../ports/local-model.ts';
import type { ModelFiles, ModelStores } from '../../ports/model-files.ts';
import type { ModelRegistrations } from '../../ports/model-registrations.ts';
import type { ModelRegistry } from '../../ports/model-registry.ts';
import { retryLater, type RetryPorts } from '../retry-later.ts';
import { requireStored } from './require-stored.ts';

export interface RegisterModelRequest extends Omit<NewModelVersion, 'uri'> {
  readonly workspace: Workspace;
  readonly model: string;
  /** Absent: the next free number. */
  readonly version?: string;
  /** A file or folder of this machine, or the address of what is in Azure already. */
  readonly from: { readonly path: string } | { readonly uri: string };
}

export interface RegisterModelPorts extends RetryPorts {
  readonly registry: ModelRegistry;
  readonly registrations: ModelRegistrations;
  readonly stores: ModelStores;
  readonly files: ModelFiles;
  readonly upload: ContainerUpload;
  readonly readModel: ReadLocalModel;
}

/** Where a workspace keeps uploads, in the words of Azure's own clients. */
const datastore = 'workspaceblobstore';

/** How often a number is asked for that somebody else takes first. */
const attempts = 3;

const namePattern = /^[a-zA-Z0-9][a-zA-Z0-9._-]{0,254}$/;

/** @throws NameInvalid, ModelVersionTaken, ModelSourceMissing, and what the ports throw */
export async function registerModel(
  request: RegisterModelRequest,
  ports: RegisterModelPorts,
): Promise<ModelVersion> {
  const { workspace, model, from } = request;
  if (!namePattern.test(model))
    throw fail('NameInvalid', {
      ...{ what: 'model name', name: model },
      rule: 'it has letters, digits, dots, dashes and underscores, begins with a letter or digit, and is at most 255 long',
    });
  if ('uri' in from) await requireStored(from.uri, request, ports);
  const uri = 'uri' in from ? from.uri : await upload(workspace, await ports.readModel(from.path), ports);
  const { type, description, jobName, tags, properties } = request;
  const registered: NewModelVersion = {
    ...{ uri, type, tags, properties },
    ...(description !== undefined && { description }),
    ...(jobName !== undefined && { jobName }),
  };
  const made =
    request.version === undefined
      ? await createNext(workspace, model, registered, ports)
      : await createNamed(request, request.version, registered, ports);
  ports.log.info(`Registered ${model}:${made.version} at '${uri}'.`);
  return made;
}

/**
 * Uploads to `LocalUpload/<content hash>/<name>`: the same content has the same address, so what is there already, whole,
 * is not sent again, and an interrupted upload goes on where it stopped.
 */
async function upload(workspace: Workspace, local: LocalModel, ports: RegisterModelPorts): Promise<string> {
  const { log, files, stores } = ports;
  const container = await stores.container(workspace, datastore);
  const base = `LocalUpload/${hashTree(local.files).slice(0, 32)}`;
  const below = local.isFolder ? `${local.name}/` : '';
  const wanted = local.files.map((file) => ({ ...file, path: `${below}${file.path}` }));
  const path = await retryLater(ports, async () => {
    for (let copy = 1; ; copy++) {
      const folder = copy === 1 ? base : `${base}-${copy}`;
      const there = new Map(
        (await files.list(container, folder)).map((file) => [file.name.slice(folder.length + 1), file]),
      );
      // What somebody else put there would become a part of the model.
      if ([...there.keys()].some((name) => !wanted.some((file) => file.path === name))) continue;
      const missing = wanted.filter((file) => {
        const stored = there.get(file.path);
        return stored?.size !== file.size || stored.md5 !== file.md5;
      });
      const bytes = missing.reduce((sum, { size }) => sum + size, 0);
      log.info(
        missing.length === 0
          ? `All ${wanted.length} file(s) are in the workspace already.`
          : `Uploading ${missing.length} of ${wanted.length} file(s), ${bytes} bytes.`,
      );
      await ports.upload(container, folder, missing);
      return `${folder}/${local.name}`;
    }
  });
  const { subscriptionId, resourceGroup, name } = workspace;
  return `azureml://subscriptions/${subscriptionId}/resourcegroups/${resourceGroup}/workspaces/${name}/datastores/${datastore}/paths/${path}`;
}

async function createNext(
  workspace: Workspace,
  model: string,
  registered: NewModelVersion,
  { registrations, log }: RegisterModelPorts,
): Promise<ModelVersion> {
  for (let attempt = 1; ; attempt++) {
    const version = await registrations.nextVersion(workspace, model);
    try {
      return await registrations.create(workspace, model, version, registered);
    } catch (error) {
      if (!isExtensionError(error) || error.code !== 'ModelVersionTaken' || attempt === attempts) throw error;
      log.info(`Version ${version} was taken meanwhile; asking for the next one.`);
    }
  }
}

/** Run again with the same files, it finds its own version. */
async function createNamed(
  { workspace, model }: RegisterModelRequest,
  version: string,
  registered: NewModelVersion,
  { registrations, registry, log }: RegisterModelPorts,
): Promise<ModelVersion> {
  const found = await registry.getVersion(workspace, model, version);
  if (found === undefined) return await registrations.create(workspace, model, version, registered);
  if (found.uri !== registered.uri) throw fail('ModelVersionTaken', { model, version });
  log.info(`Version ${version} is there already, with the same files.`);
  return found;
}
