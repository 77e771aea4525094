// The workspace's datastores: names for containers of its storage account, and the credentials that open them.
import { mlErrors } from './ml-error.ts';
import { param, type Operation } from '../arm/operation.ts';
import { pageAnswer, orderFrom } from './listing.ts';
import { provider, workspaceId, workspaceRoute, type WorkspaceScope } from './scope.ts';
import { created, type Stamps } from './system-data.ts';

export interface DatastoreStorage {
  readonly accountName: string;
  readonly accountKey: string;
  readonly endpoint: string;
}

export interface Datastore {
  readonly name: string;
  readonly container: string;
  readonly isDefault: boolean;
  /** None: the caller's own identity must open the container. */
  readonly credentials: 'AccountKey' | 'None';
}

/** The datastores of a new workspace, and one whose access is by identity. */
export function initialDatastores(scope: WorkspaceScope): readonly Datastore[] {
  return [
    {
      name: 'workspaceblobstore',
      container: `azureml-blobstore-${scope.workspaceId}`,
      isDefault: true,
      credentials: 'AccountKey',
    },
    { name: 'workspaceartifactstore', container: 'azureml', isDefault: false, credentials: 'AccountKey' },
    { name: 'identityblobstore', container: 'identity-data', isDefault: false, credentials: 'None' },
  ];
}

export interface DatastoreOptions {
  readonly scope: WorkspaceScope;
  readonly storage: DatastoreStorage;
  readonly datastores: readonly Datastore[];
  readonly stamps: Stamps;
}

export function datastoreOperations(options: DatastoreOptions): readonly Operation[] {
  const { scope, storage } = options;
  const owner = { clientId: scope.workspaceId, objectId: scope.workspaceId, audience: '' };
  const entries = options.datastores.map((datastore) => ({
    datastore,
    systemData: created(options.stamps.next(), owner),
  }));
  const view = ({ datastore, systemData }: (typeof entries)[number]) => ({
    id: `${workspaceId(scope)}/datastores/${datastore.name}`,
    name: datastore.name,
    type: `${provider}/workspaces/datastores`,
    systemData,
    properties: {
      datastoreType: 'AzureBlob',
      description: null,
      tags: {},
      properties: {},
      isDefault: datastore.isDefault,
      // The description requires `secrets` beside AccountKey; the key itself comes from listSecrets only.
      credentials:
        datastore.credentials === 'None'
          ? { credentialsType: 'None' }
          : { credentialsType: 'AccountKey', secrets: { secretsType: 'AccountKey' } },
      subscriptionId: scope.subscriptionId,
      resourceGroup: scope.resourceGroup,
      accountName: storage.accountName,
      containerName: datastore.container,
      endpoint: storage.endpoint,
      protocol: 'https',
      serviceDataAccessAuthIdentity: 'None',
    },
  });
  const find = (name: string) => {
    const entry = entries.find(({ datastore }) => datastore.name === name);
    if (!entry) throw mlErrors.notFound(`Could not find datastore with name '${name}'.`);
    return entry;
  };
  return [
    {
      method: 'GET',
      path: `${workspaceRoute}/datastores`,
      query: ['$skip', 'count', 'isDefault', 'names', 'searchText', 'orderBy', 'orderByAsc'],
      handle: (call) => {
        const isDefault = call.query('isDefault');
        const names = call.query('names')?.split(',');
        const search = call.query('searchText')?.toLowerCase();
        const wanted = entries.filter(
          ({ datastore }) =>
            (isDefault === undefined || String(datastore.isDefault) === isDefault.toLowerCase()) &&
            (names?.includes(datastore.name) ?? true) &&
            (search === undefined || datastore.name.includes(search)),
        );
        const direction = call.query('orderByAsc')?.toLowerCase() === 'true' ? 'asc' : 'desc';
        const field = call.query('orderBy') ?? 'createdtime';
        const sign = direction === 'asc' ? 1 : -1;
        const order = field === 'name' ? undefined : orderFrom(`${field} ${direction}`);
        wanted.sort((a, b) =>
          order
            ? order(a.systemData, b.systemData)
            : sign * a.datastore.name.localeCompare(b.datastore.name, 'en'),
        );
        return pageAnswer(wanted, call, view);
      },
    },
    {
      method: 'GET',
      path: `${workspaceRoute}/datastores/:name`,
      query: [],
      handle: (call) => ({ status: 200, body: view(find(param(call, 'name'))) }),
    },
    {
      method: 'POST',
      path: `${workspaceRoute}/datastores/:name/listSecrets`,
      query: [],
      handle: (call) => {
        const { datastore } = find(param(call, 'name'));
        if (datastore.credentials === 'None')
          throw mlErrors.badRequest(
            `Datastore '${datastore.name}' has no secrets: its access is identity-based.`,
          );
        return { status: 200, body: { secretsType: 'AccountKey', key: storage.accountKey } };
      },
    },
  ];
}
