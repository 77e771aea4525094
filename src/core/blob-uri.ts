// Where a model's bytes are: every form of address that Azure Machine Learning writes into a model version.

export type ModelLocation =
  /** A folder or file in a datastore of the model's own workspace; `path` has no slash at either end. */
  | {
      readonly kind: 'datastore';
      readonly datastore: string;
      readonly path: string;
      readonly workspace?: NamedWorkspace;
    }
  /** An address in blob storage itself, as registries give them. */
  | { readonly kind: 'blob'; readonly accountUrl: string; readonly container: string; readonly path: string }
  | { readonly kind: 'job-output'; readonly job: string; readonly output: string; readonly path: string }
  /** An MLflow run's artifact: `runs:/{run}/{path}`. */
  | { readonly kind: 'run'; readonly run: string; readonly path: string }
  /** Another asset that holds the bytes. */
  | { readonly kind: 'asset'; readonly name: string; readonly version: string; readonly registry?: string };

/** The workspace that a long datastore address names. */
export interface NamedWorkspace {
  readonly subscriptionId: string;
  readonly resourceGroup: string;
  readonly name: string;
}

const segment = '([^/]+)';
const long = new RegExp(
  `^/?subscriptions/${segment}/resourcegroups/${segment}/(?:providers/Microsoft\\.MachineLearningServices/)?workspaces/${segment}/datastores/${segment}/(?:paths/)?(.*)$`,
  'i',
);
const short = new RegExp(`^datastores/${segment}/(?:paths/)?(.*)$`, 'i');
const jobOutput = new RegExp(`^jobs/${segment}/outputs/${segment}(?:/paths)?(?:/(.*))?$`, 'i');
const registryAsset = new RegExp(`^registries/${segment}/models/${segment}/versions/${segment}$`, 'i');
const workspaceAsset = new RegExp(`(?:^|/)workspaces/${segment}/models/${segment}/versions/${segment}$`, 'i');
const nameAndVersion = /^([^/:]+):([^/:]+)$/;

/** @returns absent for a form that is not known */
export function parseModelUri(uri: string): ModelLocation | undefined {
  // An azureml path is taken as it stands: blob names may hold a per cent sign.
  if (/^azureml:\/\//i.test(uri)) return parseAzureml(uri.slice('azureml://'.length));
  if (/^azureml:/i.test(uri)) return parseAsset(uri.slice('azureml:'.length));
  const run = /^runs:\/+([^/]+)\/(.*)$/i.exec(uri);
  if (run !== null) return { kind: 'run', run: run[1] ?? '', path: trimSlashes(run[2] ?? '') };
  return /^https?:\/\//i.test(uri) ? parseHttps(uri) : undefined;
}

function parseAzureml(rest: string): ModelLocation | undefined {
  const [, subscriptionId, resourceGroup, name, longStore, longPath] = long.exec(rest) ?? [];
  if (subscriptionId && resourceGroup && name && longStore && longPath !== undefined)
    return {
      kind: 'datastore',
      datastore: longStore,
      path: trimSlashes(longPath),
      workspace: { subscriptionId, resourceGroup, name },
    };
  const [, datastore, path] = short.exec(rest) ?? [];
  if (datastore && path !== undefined) return { kind: 'datastore', datastore, path: trimSlashes(path) };
  const [, job, output, below] = jobOutput.exec(rest) ?? [];
  if (job && output) return { kind: 'job-output', job, output, path: trimSlashes(below ?? '') };
  return parseAsset(rest);
}

function parseAsset(rest: string): ModelLocation | undefined {
  const [, registry, inRegistry, registryVersion] = registryAsset.exec(rest) ?? [];
  if (registry && inRegistry && registryVersion)
    return { kind: 'asset', name: inRegistry, version: registryVersion, registry };
  const [, , inWorkspace, workspaceVersion] = workspaceAsset.exec(rest) ?? [];
  if (inWorkspace && workspaceVersion) return { kind: 'asset', name: inWorkspace, version: workspaceVersion };
  const [, name, version] = nameAndVersion.exec(rest) ?? [];
  return name && version ? { kind: 'asset', name, version } : undefined;
}

/** `https://{account}.blob.{suffix}/{container}/{path}`, or with the account as first segment where the host is an address. */
function parseHttps(uri: string): ModelLocation | undefined {
  if (!URL.canParse(uri)) return undefined;
  const { origin, hostname, pathname } = new URL(uri);
  const segments = trimSlashes(pathname).split('/');
  let accountUrl = origin;
  if (isLocalHost(hostname)) accountUrl = `${origin}/${segments.shift() ?? ''}`;
  const container = segments.shift();
  if (container === undefined || container === '') return undefined;
  const path = decode(segments.join('/'));
  return path === undefined ? undefined : { kind: 'blob', accountUrl, container, path: trimSlashes(path) };
}

/** The address of a storage account: storage on this machine or under an IP address has the account in the path. */
export function accountUrlOf(store: { protocol: string; endpoint: string; accountName: string }): string {
  const { protocol, endpoint, accountName } = store;
  const host = endpoint.replace(/:\d+$/, '');
  return isLocalHost(host)
    ? `${protocol}://${endpoint}/${accountName}`
    : `${protocol}://${accountName}.blob.${endpoint}`;
}

const isLocalHost = (host: string): boolean =>
  host === 'localhost' || /^\d{1,3}(\.\d{1,3}){3}$/.test(host) || /^\[.*\]$/.test(host);

const trimSlashes = (path: string): string => path.replace(/^\/+|\/+$/g, '');

function decode(path: string): string | undefined {
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
}
