// Brings a model's files to a folder of this machine, laid out as the service mounts them.
import { containedPath, pathInModel } from '../../../core/download-path.ts';
import { fail } from '../../../core/errors/catalogue.ts';
import { inParallel } from '../../../core/in-parallel.ts';
import type { ModelVersion } from '../../../core/model/version.ts';
import type { Workspace } from '../../../core/workspace.ts';
import type { ModelFiles, ModelStores } from '../../../ports/model-files.ts';
import { locateModel } from '../../locate-model.ts';
import { retryLater, type RetryPorts } from '../../retry-later.ts';

export interface ModelFolderPorts extends RetryPorts {
  readonly stores: ModelStores;
  readonly modelFiles: ModelFiles;
}

const filesAtOnce = 6;

/**
 * Files that are there already are kept.
 *
 * @param folder absolute path; becomes the scoring script's AZUREML_MODEL_DIR
 * @throws ModelLocationNotSupported, ModelFilesMissing, UnsafeModelPath, and what the ports throw
 */
export async function modelToFolder(
  ports: ModelFolderPorts,
  workspace: Workspace,
  model: ModelVersion,
  folder: string,
): Promise<void> {
  const { container, path } = await locateModel(ports.stores, workspace, model);
  const stored = await ports.modelFiles.list(container, path);
  const files = stored.flatMap((file) => {
    const relative = pathInModel(path, file.name);
    if (relative === undefined) return [];
    const decision = containedPath(folder, relative);
    if (!decision.allowed) throw fail('UnsafeModelPath', { path: file.name, reason: decision.reason });
    return [{ file, target: decision.path }];
  });
  if (files.length === 0)
    throw fail('ModelFilesMissing', {
      model: model.model,
      version: model.version,
      uri: model.uri.split('?', 1)[0] ?? '',
    });
  await inParallel(files, filesAtOnce, ({ file, target }) =>
    retryLater(ports, async () => {
      await ports.modelFiles.fetch(container, file, target, () => undefined);
    }),
  );
}
