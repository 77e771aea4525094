// A stack with the packaged extension, some models, and the connections that the pictures show.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { startAzureDevOps, type AzureDevOps } from '../../apps/emulator/azure-devops/server.ts';
import { httpsCall } from '../../apps/emulator/kernel/https-client.ts';
import { startStack, type Stack } from '../../apps/emulator/stack.ts';

export interface PortalScene {
  /** Of the page, with the query parameters given. */
  readonly url: (values?: Readonly<Record<string, string>>) => string;
  /** Id of a connection by its name. */
  readonly connection: (name: string) => string;
  readonly token: string;
  close(): Promise<void>;
}

/** Model -> descriptions of its versions, oldest first. */
const models: Readonly<Record<string, readonly string[]>> = {
  churn: ['Logistic regression, first try'],
  'credit-limit': ['Gradient boosting on Q2', 'Gradient boosting on Q3'],
  fraud: [
    'Baseline: logistic regression, AUC 0.81',
    'Random forest, AUC 0.86',
    'Random forest, less leakage, AUC 0.84',
    'XGBoost, AUC 0.91',
    'XGBoost with device features, AUC 0.93',
    'Retrained on October, AUC 0.93',
  ],
  fraud_model: ['Kept for the old scoring job'],
};

export function findVsix(root: string): string | undefined {
  const folder = join(root, 'dist');
  const name = existsSync(folder) ? readdirSync(folder).find((file) => file.endsWith('.vsix')) : undefined;
  return name === undefined ? undefined : join(folder, name);
}

interface Call {
  readonly method: string;
  readonly url: string;
  readonly authorization?: string;
  readonly body: unknown;
}

async function send(
  caPem: string,
  { method, url, authorization, body }: Call,
): Promise<Record<string, unknown>> {
  const isForm = body instanceof URLSearchParams;
  const answer = await httpsCall({
    method,
    url,
    headers: {
      'Content-Type': isForm ? 'application/x-www-form-urlencoded' : 'application/json',
      ...(authorization === undefined ? {} : { Authorization: authorization }),
    },
    body: isForm ? body.toString() : JSON.stringify(body),
    caPem,
    timeoutMs: 10_000,
    maxBytes: 1_000_000,
  });
  const text = answer.body.toString('utf8');
  if (answer.status >= 300) throw new Error(`${method} ${url} answered ${answer.status}: ${text}`);
  return JSON.parse(text) as Record<string, unknown>;
}

async function registerModels({ addresses, caPem }: Stack): Promise<void> {
  const { identity, arm } = addresses;
  const form = new URLSearchParams({
    grant_type: 'client_credentials',
    scope: 'https://management.core.windows.net//.default',
    client_id: identity.clientId,
    client_secret: identity.clientSecret,
  });
  const tokenUrl = `${identity.authority}/${identity.tenantId}/oauth2/v2.0/token`;
  const { access_token: token } = await send(caPem, { method: 'POST', url: tokenUrl, body: form });
  const workspace = `${arm.url}/subscriptions/${arm.subscriptionId}/resourceGroups/${arm.resourceGroup}/providers/Microsoft.MachineLearningServices/workspaces/${arm.workspace}`;
  for (const [model, descriptions] of Object.entries(models))
    for (const [index, description] of descriptions.entries())
      await send(caPem, {
        method: 'PUT',
        url: `${workspace}/models/${model}/versions/${index + 1}?api-version=2024-04-01`,
        authorization: `Bearer ${String(token)}`,
        body: {
          properties: {
            modelUri: `azureml://datastores/workspaceblobstore/paths/${model}/${index + 1}`,
            modelType: 'custom_model',
            description,
            // The third forest was a mistake and is archived: it must not appear.
            isArchived: description.includes('less leakage'),
          },
        },
      });
}

/** Beside the seeded ones: a connection that is scoped to the workspace, and one whose identity has no role. */
async function addConnections(
  { addresses, caPem }: Stack,
  devops: AzureDevOps,
): Promise<Map<string, string>> {
  const { identity, arm } = addresses;
  const authorization = basic(devops.personalAccessToken);
  const project = `${devops.organizationUrl}/${devops.project}`;
  const base = {
    type: 'azurerm',
    url: `${arm.url}/`,
    data: {
      subscriptionId: arm.subscriptionId,
      subscriptionName: 'One-machine stack',
      environment: 'AzureStack',
      scopeLevel: 'Subscription',
      environmentAuthorityUrl: `${identity.authority}/`,
      activeDirectoryServiceEndpointResourceId: 'https://management.core.windows.net/',
    },
  };
  const principal = (clientId: string, secret: string) => ({
    scheme: 'ServicePrincipal',
    parameters: {
      tenantid: identity.tenantId,
      serviceprincipalid: clientId,
      authenticationType: 'spnKey',
      serviceprincipalkey: secret,
    },
  });
  const more = [
    {
      ...base,
      name: 'only-demo',
      data: {
        ...base.data,
        scopeLevel: 'AzureMLWorkspace',
        resourceGroupName: arm.resourceGroup,
        mlWorkspaceName: arm.workspace,
        mlWorkspaceLocation: 'westeurope',
      },
      authorization: principal(identity.clientId, identity.clientSecret),
    },
    {
      ...base,
      name: 'without-role',
      authorization: principal(identity.withoutRole.clientId, identity.withoutRole.clientSecret),
    },
  ];
  const ids = new Map<string, string>();
  for (const body of more) {
    const url = `${project}/_apis/serviceendpoint/endpoints?api-version=7.1`;
    const { id } = await send(caPem, { method: 'POST', url, authorization, body });
    ids.set(body.name, String(id));
  }
  return ids;
}

const basic = (token: string): string => `Basic ${Buffer.from(`:${token}`).toString('base64')}`;

/** Starts everything. Throws when the extension has not been packaged. */
export async function portalScene(root: string): Promise<PortalScene> {
  const vsix = findVsix(root);
  if (vsix === undefined) throw new Error('There is no dist/*.vsix: run npm run package first.');
  let started: AzureDevOps | undefined;
  const stack = await startStack({
    cacheDir: join(root, '.cache'),
    env: process.env,
    log: () => undefined,
    startDevOps: async (known) => {
      started = await startAzureDevOps({ ...known, vsix, node: { Node20_1: process.execPath } });
      return started;
    },
  });
  const devops = started;
  if (devops === undefined) throw new Error('The stack started no Azure DevOps.');
  await registerModels(stack);
  const ids = await addConnections(stack, devops);
  const page = `${devops.organizationUrl}/${devops.project}/_emulator/add-artifact`;
  return {
    url: (values = {}) =>
      `${page}?${new URLSearchParams({ type: 'AzureMLModelRelease', ...values }).toString()}`,
    connection: (name) => ids.get(name) ?? '',
    token: devops.personalAccessToken,
    close: () => stack.close(),
  };
}
