// A version that points at nothing would only be found out when it is deployed.
import { fail } from '../../core/errors/catalogue.ts';
import { isExtensionError } from '../../core/errors/extension-error.ts';
import type { Workspace } from '../../core/workspace.ts';
import type { Log } from '../../ports/log.ts';
import type { ModelFiles, ModelStores } from '../../ports/model-files.ts';
import { locateModel } from '../locate-model.ts';

/** Who may register need not be allowed to read the storage: then the service's word has to do. */
const mayNotLook: readonly string[] = ['StorageForbidden', 'AzureForbidden'];

/** @throws ModelSourceMissing, ModelLocationNotSupported */
export async function requireStored(
  uri: string,
  { workspace, model }: { readonly workspace: Workspace; readonly model: string },
  { stores, files, log }: { readonly stores: ModelStores; readonly files: ModelFiles; readonly log: Log },
): Promise<void> {
  const asked = { ...{ model, version: 'new', id: '', createdAt: '', uri }, isArchived: false };
  try {
    const { container, path } = await locateModel(stores, workspace, { ...asked, tags: {}, properties: {} });
    if ((await files.list(container, path)).length === 0) throw fail('ModelSourceMissing', { uri });
  } catch (error) {
    if (!isExtensionError(error) || !mayNotLook.includes(error.code)) throw error;
    log.warning(`Whether anything is stored at '${uri}' is not known: ${error.message}`);
  }
}
