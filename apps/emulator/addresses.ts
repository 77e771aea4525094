// Where everything of a running stack is: what the program prints and writes for those who use it.
import { chmod, writeFile } from 'node:fs/promises';
import { controlPrefix } from './arm/control.ts';
import type { AzureDevOps } from './azure-devops/server.ts';
import type { WorkspaceScope } from './azure-ml/scope.ts';
import type { IotHub } from './iot-hub/server.ts';
import type { Identity } from './identity/server.ts';
import type { BlobStorage } from './storage/blob-storage.ts';

export interface Addresses {
  /** The certificate of the stack's authority, in PEM: point NODE_EXTRA_CA_CERTS at it. */
  readonly caFile: string;
  readonly identity: {
    readonly authority: string;
    readonly tenantId: string;
    readonly clientId: string;
    readonly clientSecret: string;
    /** A secret of the same application that has expired. */
    readonly expiredClientSecret: string;
    /** Certificate and private key in PEM. */
    readonly certificateFile: string;
    readonly objectId: string;
    /** An application that may sign in but do nothing. */
    readonly withoutRole: {
      readonly clientId: string;
      readonly clientSecret: string;
      readonly objectId: string;
    };
  };
  readonly arm: {
    readonly url: string;
    readonly subscriptionId: string;
    readonly resourceGroup: string;
    readonly workspace: string;
    readonly registry: string;
    readonly location: string;
    /** Takes faults and changes of rights from tests; Azure has no such address. */
    readonly controlUrl: string;
  };
  readonly blob: { readonly url: string; readonly accountName: string };
  readonly iotHub: {
    /** As deployment configs name it. */
    readonly hostName: string;
    readonly connectionString: string;
    /** Where the published ports of each IoT Edge device are on this machine. */
    readonly devices: Readonly<Record<string, string>>;
  };
  /** Absent when the stack was started without Azure DevOps. */
  readonly devops?: {
    readonly organizationUrl: string;
    readonly project: string;
    readonly personalAccessToken: string;
  };
}

export interface AddressParts {
  readonly caFile: string;
  readonly certificateFile: string;
  readonly identity: Identity;
  readonly armUrl: string;
  readonly scope: WorkspaceScope;
  readonly storage: BlobStorage;
  readonly devops: AzureDevOps | undefined;
  readonly iotHub: Pick<IotHub, 'hostName' | 'connectionString' | 'edge'>;
}

export function addressesOf(parts: AddressParts): Addresses {
  const { caFile, certificateFile, identity, armUrl, scope, storage, devops, iotHub } = parts;
  const { client } = identity;
  return {
    caFile,
    identity: {
      authority: identity.authority,
      tenantId: identity.tenantId,
      clientId: client.clientId,
      clientSecret: client.clientSecret,
      expiredClientSecret: client.expiredClientSecret,
      certificateFile,
      objectId: client.objectId,
      withoutRole: identity.clientWithoutRole,
    },
    arm: {
      url: armUrl,
      subscriptionId: scope.subscriptionId,
      resourceGroup: scope.resourceGroup,
      workspace: scope.workspace,
      registry: scope.registry,
      location: scope.location,
      controlUrl: `${armUrl}${controlPrefix.replace(/\/$/, '')}`,
    },
    blob: { url: storage.url, accountName: storage.accountName },
    iotHub: {
      hostName: iotHub.hostName,
      connectionString: iotHub.connectionString,
      devices: Object.fromEntries([...iotHub.edge].map(([id, { address }]) => [id, address])),
    },
    ...(devops && {
      devops: {
        organizationUrl: devops.organizationUrl,
        project: devops.project,
        personalAccessToken: devops.personalAccessToken,
      },
    }),
  };
}

/** Writes the addresses, which hold secrets, for their owner's eyes only. */
export async function writeAddresses(file: string, addresses: Addresses): Promise<void> {
  await writeFile(file, `${JSON.stringify(addresses, undefined, 2)}\n`, { mode: 0o600 });
  // The mode above counts for a new file only.
  await chmod(file, 0o600);
}
