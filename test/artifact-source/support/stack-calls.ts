// Plain calls to a running stack: to Azure Resource Manager with a token, to Azure DevOps with the personal access token.
import { httpsCall } from '../../../apps/emulator/kernel/https-client.ts';
import { tokenFor } from '../../apps/emulator/support/sign-in.ts';
import type { Stack } from '../../../apps/emulator/stack.ts';

interface Reply {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

interface Call {
  readonly method: string;
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

async function call(caPem: string, { method, url, headers = {}, body }: Call): Promise<Reply> {
  const answer = await httpsCall({
    method,
    url,
    headers: { 'Content-Type': 'application/json', ...headers },
    ...(body === undefined ? {} : { body }),
    caPem,
    timeoutMs: 40_000,
    maxBytes: 2_000_000,
  });
  const text = answer.body.toString('utf8');
  return { status: answer.status, body: (text === '' ? {} : JSON.parse(text)) as Record<string, unknown> };
}

/** The status of a POST with JSON. */
export async function trustingPost(
  url: string,
  body: string,
  headers: Readonly<Record<string, string>>,
  caPem: string,
): Promise<number> {
  return (await call(caPem, { method: 'POST', url, headers, body })).status;
}

export interface StackCalls {
  /** `path` below the workspace. */
  arm(method: string, path: string, body?: unknown): Promise<Reply>;
  /** `path` below the project's _apis. */
  devops(method: string, path: string, body?: unknown): Promise<Reply>;
  /** `path` below the emulator's own control address. */
  control(method: string, path: string, body?: unknown): Promise<Reply>;
}

export async function stackCalls({ addresses, caPem }: Stack): Promise<StackCalls> {
  const { identity, arm, devops } = addresses;
  if (devops === undefined) throw new Error('the stack has no Azure DevOps');
  const audience = 'https://management.core.windows.net/';
  const token = await tokenFor(audience, identity, identity, caPem);
  const workspace = `${arm.url}/subscriptions/${arm.subscriptionId}/resourceGroups/${arm.resourceGroup}/providers/Microsoft.MachineLearningServices/workspaces/${arm.workspace}`;
  const send = (method: string, url: string, authorization: string, body: unknown) =>
    call(caPem, {
      method,
      url,
      headers: { Authorization: authorization },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  const basic = `Basic ${Buffer.from(`:${devops.personalAccessToken}`).toString('base64')}`;
  return {
    arm: (method, path, body) => send(method, `${workspace}/${path}`, `Bearer ${token}`, body),
    control: (method, path, body) => send(method, `${devops.organizationUrl}/_emulator/${path}`, basic, body),
    devops: (method, path, body) =>
      send(method, `${devops.organizationUrl}/${devops.project}/_apis/${path}`, basic, body),
  };
}

/** Registers a version whose files nobody opens. */
export const registerVersion = (calls: StackCalls, model: string, version: string): Promise<Reply> =>
  calls.arm('PUT', `models/${model}/versions/${version}?api-version=2024-04-01`, {
    properties: { modelUri: `azureml://datastores/workspaceblobstore/paths/${model}/${version}` },
  });
