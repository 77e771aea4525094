// What a user of the emulated workspace does, through unmodified Azure SDKs: upload, register, deploy.
import { AzureMachineLearningWorkspaces } from '@azure/arm-machinelearning';
import { ClientSecretCredential, type TokenCredential } from '@azure/identity';
import { BlobServiceClient, StorageSharedKeyCredential, type ContainerClient } from '@azure/storage-blob';
import { createDefaultHttpClient, createPipelineRequest } from '@azure/core-rest-pipeline';
import type { Stack } from '../../../../apps/emulator/stack.ts';
import { trusting } from '../../../support/trusting-http-client.ts';

export interface HttpReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

export interface WorkspaceClient {
  readonly credential: TokenCredential;
  readonly sdk: AzureMachineLearningWorkspaces;
  readonly resourceGroup: string;
  readonly workspace: string;
  /** The ARM path of the workspace. */
  readonly id: string;
  /** The default store's container, or the one of the given name beside it. */
  container(name?: string): Promise<ContainerClient>;
  /** One ARM call; `path` is relative to the workspace unless it begins with /subscriptions or https. */
  arm(method: string, path: string, body?: unknown, apiVersion?: string): Promise<HttpReply>;
  /** One call without ARM's token. */
  call(method: string, url: string, headers: Record<string, string>, body?: string): Promise<HttpReply>;
}

export function credentialFor(stack: Stack): ClientSecretCredential {
  const { tenantId, clientId, clientSecret, authority } = stack.addresses.identity;
  return new ClientSecretCredential(tenantId, clientId, clientSecret, {
    authorityHost: authority,
    disableInstanceDiscovery: true,
    ...trusting(stack.caPem),
  });
}

export function connect(stack: Stack, credential: TokenCredential = credentialFor(stack)): WorkspaceClient {
  const { arm, blob } = stack.addresses;
  const { resourceGroup, workspace, subscriptionId } = arm;
  const id = `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}/providers/Microsoft.MachineLearningServices/workspaces/${workspace}`;
  const sdk = new AzureMachineLearningWorkspaces(credential, subscriptionId, {
    endpoint: arm.url,
    // The package's own default is 2022-10-01.
    apiVersion: '2024-04-01',
    ...trusting(stack.caPem),
    retryOptions: { maxRetries: 0 },
  });
  const http = createDefaultHttpClient();
  const call: WorkspaceClient['call'] = async (method, url, headers, body) => {
    const request = createPipelineRequest({ url, method: method as 'GET' });
    request.tlsSettings = { ca: stack.caPem };
    for (const [name, value] of Object.entries(headers)) request.headers.set(name, value);
    if (body !== undefined) request.body = body;
    const answer = await http.sendRequest(request);
    return { status: answer.status, headers: answer.headers.toJSON(), text: answer.bodyAsText ?? '' };
  };
  return {
    credential,
    sdk,
    resourceGroup,
    workspace,
    id,
    call,
    async container(name) {
      const secrets = await sdk.datastores.listSecrets(resourceGroup, workspace, 'workspaceblobstore');
      const { properties } = await sdk.datastores.get(resourceGroup, workspace, 'workspaceblobstore');
      const service = new BlobServiceClient(
        blob.url,
        new StorageSharedKeyCredential(blob.accountName, (secrets as { key: string }).key),
        trusting(stack.caPem),
      );
      return service.getContainerClient(name ?? (properties as { containerName: string }).containerName);
    },
    async arm(method, path, body, apiVersion = '2024-04-01') {
      const token = await credential.getToken('https://management.azure.com/.default');
      if (!token) throw new Error('no token');
      const base = path.startsWith('https:')
        ? path
        : `${arm.url}${path.startsWith('/subscriptions') ? '' : `${id}/`}${path}`;
      const url = base.includes('api-version=')
        ? base
        : `${base}${base.includes('?') ? '&' : '?'}api-version=${apiVersion}`;
      const headers = { authorization: `Bearer ${token.token}`, 'content-type': 'application/json' };
      return call(method, url, headers, body === undefined ? undefined : JSON.stringify(body));
    },
  };
}
