// The storage account that several watchers share: a table for what they remember, a container for who leads.
import type { TokenCredential } from '@azure/core-auth';
import { TableClient, type TableServiceClientOptions } from '@azure/data-tables';
import { type BlockBlobClient, ContainerClient, type StoragePipelineOptions } from '@azure/storage-blob';
import { fail } from '../../../core/errors/catalogue.ts';

export type StateAccountAccess =
  | {
      readonly kind: 'identity';
      readonly credential: TokenCredential;
      /** e.g. https://contosostate.table.core.windows.net */
      readonly tableUrl: string;
      /** e.g. https://contosostate.blob.core.windows.net */
      readonly blobUrl: string;
    }
  | { readonly kind: 'connection-string'; readonly connectionString: string };

export interface StateAccountOptions {
  readonly access: StateAccountAccess;
  /** Letters and digits, 3 to 63. The lease is a blob of this name: who leads is decided for each table. */
  readonly table: string;
  readonly container: string;
}

export interface StateAccount {
  readonly table: TableClient;
  readonly container: ContainerClient;
  /** Its lease is the lead. */
  readonly leader: BlockBlobClient;
}

/** One try may take as long as that, in milliseconds: shorter than a lease, so that nobody waits for an answer longer than he leads. */
const tryTimeout = 8000;

// A turn is tried again anyway: three more tries bridge a server's restart, and no more.
const tableOptions: TableServiceClientOptions = {
  retryOptions: { maxRetries: 3, retryDelayInMs: 500, maxRetryDelayInMs: 4000 },
  additionalPolicies: [
    {
      position: 'perCall',
      policy: {
        name: 'tryTimeout',
        sendRequest: (request, next) => {
          request.timeout = tryTimeout;
          return next(request);
        },
      },
    },
  ],
};

// The lease has a rhythm of its own, so one try is all.
const leaseOptions: StoragePipelineOptions = { retryOptions: { maxTries: 1, tryTimeoutInMs: tryTimeout } };

/** @throws WatchStateAccountUnusable if there is a connection string and it cannot be read */
export function connectStateAccount({ access, table, container }: StateAccountOptions): StateAccount {
  const clients =
    access.kind === 'identity' ? byIdentity(access, table, container) : byString(access, table, container);
  return { ...clients, leader: clients.container.getBlockBlobClient(`${table}.leader`) };
}

type Clients = Pick<StateAccount, 'table' | 'container'>;

function byIdentity(
  { credential, tableUrl, blobUrl }: Extract<StateAccountAccess, { kind: 'identity' }>,
  table: string,
  container: string,
): Clients {
  return {
    table: new TableClient(tableUrl, table, credential, tableOptions),
    container: new ContainerClient(`${blobUrl}/${container}`, credential, leaseOptions),
  };
}

function byString(
  { connectionString }: Extract<StateAccountAccess, { kind: 'connection-string' }>,
  table: string,
  container: string,
): Clients {
  try {
    return {
      // Without TLS to this machine only: the SDK's own emulator string has plain addresses.
      table: TableClient.fromConnectionString(connectionString, table, {
        ...tableOptions,
        allowInsecureConnection: isThisMachine(connectionString),
      }),
      container: new ContainerClient(connectionString, container, leaseOptions),
    };
  } catch {
    const reason = 'the connection string is not that of a storage account';
    // Without the SDK's error: it may hold a part of the string.
    throw fail('WatchStateAccountUnusable', { resource: table, reason });
  }
}

function isThisMachine(connectionString: string): boolean {
  return (
    /^UseDevelopmentStorage=true/i.test(connectionString) ||
    /TableEndpoint=http:\/\/(127\.0\.0\.1|localhost)[:/]/i.test(connectionString)
  );
}
