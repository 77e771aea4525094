// The verb "promote": a model version goes from one workspace to another one or to a registry, with its identity and its origin.
import { fail } from '../core/errors/catalogue.ts';
import { inParallel } from '../core/in-parallel.ts';
import { isRegistry, type ModelSource, type Registry, sourceInWords } from '../core/model/source.ts';
import type { ModelVersion } from '../core/model/version.ts';
import {
  decidePromotion,
  promotedContent,
  promotedVersion,
  promotionId,
  type PromotedFile,
  uploadIdOf,
} from '../core/promotion.ts';
import { type Workspace, workspacePath } from '../core/workspace.ts';
import type { BlobContainer } from '../core/blob-container.ts';
import { isExtensionError } from '../core/errors/extension-error.ts';
import type { Log } from '../ports/log.ts';
import type { CopyFile, RegistryUploads } from '../ports/model-copy.ts';
import type { ModelFiles, ModelStores, StoredFile } from '../ports/model-files.ts';
import type { ModelRegistrations } from '../ports/model-registrations.ts';
import type { ModelRegistry } from '../ports/model-registry.ts';
import { locateModel } from './locate-model.ts';

export interface PromoteRequest {
  readonly model: ModelVersion;
  readonly from: ModelSource;
  readonly to: ModelSource;
  /** True: the next free number; false: the version stays what it is. */
  readonly nextVersion: boolean;
  /** Tags that say who promotes. */
  readonly lineage: Readonly<Record<string, string>>;
}

export interface PromotePorts {
  readonly registry: ModelRegistry;
  readonly registrations: Pick<ModelRegistrations, 'nextVersion' | 'create'>;
  readonly uploads: RegistryUploads;
  readonly stores: ModelStores;
  readonly files: Pick<ModelFiles, 'list'>;
  readonly copy: CopyFile;
  readonly log: Log;
}

export interface Promoted {
  readonly model: ModelVersion;
  readonly kind: 'created' | 'there';
  readonly files: number;
  readonly bytes: number;
}

/** Storage does the copying; more at once would only fill its queue. */
const filesAtOnce = 4;

const datastore = 'workspaceblobstore';

/** Versions of a model that nobody has registered there yet. */
async function versionsAt(registry: ModelRegistry, to: ModelSource, model: string) {
  try {
    return await registry.listVersions(to, model);
  } catch (error) {
    if (isExtensionError(error) && error.code === 'ModelNotFound') return [];
    throw error;
  }
}

/** The next number of a registry, where archived versions are in no list; workspaces say theirs by themselves. */
async function nextNumber(
  registry: ModelRegistry,
  to: Registry,
  model: string,
  listed: readonly ModelVersion[],
): Promise<string> {
  const numbers = listed.map(({ version }) => (/^\d+$/.test(version) ? Number(version) : 0));
  for (let next = Math.max(0, ...numbers) + 1; ; next += 1)
    if ((await registry.getVersion(to, model, String(next))) === undefined) return String(next);
}

interface Place {
  readonly container: BlobContainer;
  /** Below the container, with a slash at the end unless empty. */
  readonly folder: string;
  /** Address of the folder as a version names it, with a slash at the end. */
  readonly uri: string;
}

const workspaceUri = (workspace: Workspace): string =>
  `azureml:/${workspacePath(workspace).replace('/providers/Microsoft.MachineLearningServices', '')}`;

async function placeFor(
  { to, model }: PromoteRequest,
  version: string,
  content: string,
  { stores, uploads }: PromotePorts,
): Promise<Place> {
  if (isRegistry(to)) {
    const id = uploadIdOf(`${model.id} ${model.createdAt} ${version} ${content}`);
    const { container, uri } = await uploads.start(to, model.model, version, id);
    return { container, folder: '', uri: `${uri}/` };
  }
  const folder = `LocalUpload/promoted-${promotionId(model, content)}/`;
  const container = await stores.container(to, datastore);
  return { container, folder, uri: `${workspaceUri(to)}/datastores/${datastore}/paths/${folder}` };
}

/** The last name of a path is part of what a scoring script sees below AZUREML_MODEL_DIR. */
const lastName = (path: string, model: string): string => path.split('/').at(-1) || model;

/**
 * Copies and registers. The same promotion again changes nothing; interrupted, it goes on where it stopped.
 *
 * @throws ModelFilesMissing, ModelVersionTaken, ModelFileDamaged, and what the ports throw
 */
export async function promoteModel(request: PromoteRequest, ports: PromotePorts): Promise<Promoted> {
  const { model, from, to, nextVersion, lineage } = request;
  const { registry, registrations, log } = ports;
  const { container, path } = await locateModel(ports.stores, from, model);
  const stored = await ports.files.list(container, path);
  if (stored.length === 0)
    throw fail('ModelFilesMissing', { model: model.model, version: model.version, uri: model.uri });
  const name = lastName(path, model.model);
  // One file stands for itself; of a folder, the names below it.
  const below = (file: StoredFile): string =>
    file.name === path ? name : `${name}/${path === '' ? file.name : file.name.slice(path.length + 1)}`;
  const files = stored.map((file): PromotedFile => ({ ...file, path: below(file) }));
  const content = promotedContent(files);
  const bytes = files.reduce((sum, { size }) => sum + size, 0);
  const there = await versionsAt(registry, to, model.model);
  const next = () =>
    isRegistry(to)
      ? nextNumber(registry, to, model.model, there)
      : registrations.nextVersion(to, model.model);
  const decision = decidePromotion({
    ...{ source: model, content, there },
    ...(nextVersion && { next: await next() }),
  });
  if (decision.kind === 'taken')
    throw fail('ModelVersionTaken', { model: model.model, version: decision.version });
  log.info(`Promotion of ${model.model}:${model.version} to ${sourceInWords(to)}: ${decision.reason}.`);
  if (decision.kind === 'there') return { model: decision.found, kind: 'there', files: files.length, bytes };
  const { version } = decision;
  const place = await placeFor(request, version, content, ports);
  let kept = 0;
  await inParallel(stored, filesAtOnce, async (file) => {
    const done = await ports.copy(container, file, place.container, `${place.folder}${below(file)}`);
    if (done === 'kept') kept += 1;
  });
  log.info(
    `${files.length} files, ${bytes} bytes copied and verified${kept === 0 ? '' : `, ${kept} were there`}.`,
  );
  const registered = promotedVersion(model, { uri: `${place.uri}${name}`, content, lineage });
  const made = isRegistry(to)
    ? await ports.uploads.create(to, model.model, version, registered)
    : await registrations.create(to, model.model, version, registered);
  return { model: made, kind: 'created', files: files.length, bytes };
}
