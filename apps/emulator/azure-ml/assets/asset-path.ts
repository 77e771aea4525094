// Where an asset's bytes lie: reads the addresses that models and code carry.
import { mlErrors } from '../ml-error.ts';

export interface BlobLocation {
  readonly container: string;
  /** Without a slash at either end. */
  readonly path: string;
}

export interface AssetPathContext {
  /** The container of a datastore; undefined when there is no such datastore. */
  readonly containerOf: (datastore: string) => string | undefined;
  /** e.g. https://127.0.0.1:41001/devstoreaccount1 */
  readonly storageUrl: string;
}

const trim = (path: string): string => path.replace(/^\/+|\/+$/g, '');

function datastorePath(uri: string): { datastore: string; path: string } | undefined {
  const match =
    /^azureml:\/\/(?:subscriptions\/[^/]+\/resourcegroups\/[^/]+\/(?:providers\/Microsoft\.MachineLearningServices\/)?workspaces\/[^/]+\/)?datastores\/([^/]+)\/paths\/(.+)$/i.exec(
      uri,
    );
  return match?.[1] !== undefined && match[2] !== undefined
    ? { datastore: match[1], path: trim(match[2]) }
    : undefined;
}

/**
 * The blobs behind `uri`.
 *
 * @throws ArmError for a datastore that does not exist, a foreign address, or a form that is not emulated
 */
export function blobLocation(uri: string, context: AssetPathContext): BlobLocation {
  const inDatastore = datastorePath(uri);
  if (inDatastore) {
    const container = context.containerOf(inDatastore.datastore);
    if (container === undefined)
      throw mlErrors.notFound(`Could not find datastore '${inDatastore.datastore}' of the path '${uri}'.`);
    return { container, path: inDatastore.path };
  }
  const artifact = /^azureml:\/\/jobs\/([^/]+)\/outputs\/artifacts\/(?:paths\/)?(.+)$/i.exec(uri);
  if (artifact?.[1] !== undefined && artifact[2] !== undefined) {
    // What a run logs lies in this store, whether or not there is a job of the name: runs are not emulated.
    const container = context.containerOf('workspaceartifactstore');
    if (container === undefined) throw mlErrors.notFound(`Could not find the artifact store of '${uri}'.`);
    return { container, path: `ExperimentRun/dcid.${artifact[1]}/${trim(artifact[2])}` };
  }
  if (uri.startsWith(`${context.storageUrl}/`)) {
    const [container = '', ...rest] = (uri.slice(context.storageUrl.length + 1).split('?')[0] ?? '').split(
      '/',
    );
    return { container, path: trim(rest.map(decodeURIComponent).join('/')) };
  }
  if (/^(runs:|azureml:\/\/(jobs|registries|locations)\/)/i.test(uri))
    throw mlErrors.notEmulated(`The path form of '${uri}'`);
  throw mlErrors.badRequest(
    `The path '${uri}' is neither in a datastore of this workspace nor in its storage account.`,
  );
}

/** Refuses an address that can never be read. Whether blobs lie there is found out when the asset is used. */
export function checkAssetPath(uri: string, context: AssetPathContext): void {
  blobLocation(uri, context);
}
