// The one-machine stack as the runs need it: models are registered, definitions made, releases read, faults ordered.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import { startAzureDevOps } from '../../apps/emulator/azure-devops/server.ts';
import type { FaultRule } from '../../apps/emulator/kernel/fault-list.ts';
import { httpsCall } from '../../apps/emulator/kernel/https-client.ts';
import { startStack, type Stack } from '../../apps/emulator/stack.ts';
import { findVsix } from '../screenshots/portal-scene.ts';

export interface Stage {
  readonly addresses: Stack['addresses'];
  /** Holds the files of the runs. */
  readonly folder: string;
  readonly eventFaults: Stack['control']['eventFaults'];
  register(model: string, version: string): Promise<void>;
  /** Takes a model of a finished run out of the lists. */
  archive(model: string): Promise<void>;
  /** @returns its id */
  createDefinition(name: string, model: string): Promise<number>;
  /** The versions of all releases of a definition, in the order in which they were made. */
  released(definition: number): Promise<readonly string[]>;
  orderFault(service: 'azure' | 'devops', rule: FaultRule): Promise<void>;
  clearFaults(): Promise<void>;
  /** Subscribes an address to the events of a model. */
  subscribe(name: string, model: string, address: string): Promise<void>;
  unsubscribe(name: string): Promise<void>;
  close(): Promise<void>;
}

const listSchema = z.object({ value: z.array(z.looseObject({ id: z.number() })) });
const releaseSchema = z.object({
  id: z.number(),
  artifacts: z.tuple([
    z.object({ definitionReference: z.object({ version: z.object({ id: z.string() }) }) }),
  ]),
});
const endpointsSchema = z.object({ value: z.array(z.object({ id: z.string(), name: z.string() })) });

/** @throws Error if the extension was not packaged */
export async function startStage(root: string): Promise<Stage> {
  const vsix = findVsix(root);
  if (vsix === undefined) throw new Error('There is no dist/*.vsix: run npm run package first.');
  const folder = mkdtempSync(join(tmpdir(), 'faults-'));
  const stack = await startStack({
    cacheDir: join(root, '.cache'),
    env: process.env,
    log: () => undefined,
    // Pages as long as a run can fill, and events as often as it can wait for.
    pageSize: 2,
    eventGrid: { retryScale: 0.01 },
    startDevOps: (known) => startAzureDevOps({ ...known, vsix, node: { Node20_1: process.execPath } }),
  });
  const { addresses, caPem, control, certificate } = stack;
  const { identity, arm, devops } = addresses;
  if (devops === undefined) throw new Error('the stack has no Azure DevOps');
  writeFileSync(join(folder, 'relay.crt'), certificate.certPem);
  writeFileSync(join(folder, 'relay.key'), certificate.keyPem, { mode: 0o600 });

  const send = async (
    method: string,
    url: string,
    headers: Readonly<Record<string, string>>,
    body?: string,
  ): Promise<unknown> => {
    const answer = await httpsCall({
      ...{ method, url, caPem, timeoutMs: 30_000, maxBytes: 10_000_000 },
      headers: { 'Content-Type': 'application/json', ...headers },
      ...(body === undefined ? {} : { body }),
    });
    const text = answer.body.toString('utf8');
    if (answer.status >= 300) throw new Error(`${method} ${url} was answered ${answer.status}: ${text}`);
    return text === '' ? undefined : JSON.parse(text);
  };

  const form = new URLSearchParams({
    grant_type: 'client_credentials',
    scope: 'https://management.core.windows.net//.default',
    client_id: identity.clientId,
    client_secret: identity.clientSecret,
  });
  const { access_token: token } = z
    .object({ access_token: z.string() })
    .parse(
      await send(
        'POST',
        `${identity.authority}/${identity.tenantId}/oauth2/v2.0/token`,
        { 'Content-Type': 'application/x-www-form-urlencoded' },
        form.toString(),
      ),
    );
  const workspace = `${arm.url}/subscriptions/${arm.subscriptionId}/resourceGroups/${arm.resourceGroup}/providers/Microsoft.MachineLearningServices/workspaces/${arm.workspace}`;
  const toAzure = (method: string, path: string, body?: unknown) =>
    send(method, `${workspace}/${path}`, { Authorization: `Bearer ${token}` }, asText(body));
  const basic = `Basic ${Buffer.from(`:${devops.personalAccessToken}`).toString('base64')}`;
  const toDevOps = (method: string, path: string, body?: unknown) =>
    send(method, `${devops.organizationUrl}/${path}`, { Authorization: basic }, asText(body));

  const endpoints = `${devops.project}/_apis/serviceendpoint/endpoints?api-version=7.1`;
  const connections = endpointsSchema.parse(await toDevOps('GET', endpoints)).value;
  const connection = connections.find(({ name }) => name === 'azureml-secret')?.id ?? '';
  const subscriptions = (name: string) =>
    `providers/Microsoft.EventGrid/eventSubscriptions/${name}?api-version=2022-06-15`;
  // By its id: the faults that a run orders name the project as the watcher does, and spare these calls.
  const [{ id: project }] = z
    .object({ value: z.tuple([z.object({ id: z.string() })]) })
    .parse(await toDevOps('GET', '_apis/projects?api-version=7.1')).value;

  return {
    addresses,
    folder,
    eventFaults: control.eventFaults,
    register: async (model, version) => {
      const modelUri = `azureml://datastores/workspaceblobstore/paths/${model}/${version}`;
      const path = `models/${model}/versions/${version}?api-version=2024-04-01`;
      await toAzure('PUT', path, { properties: { modelUri } });
    },
    archive: async (model) => {
      await toAzure('PUT', `models/${model}?api-version=2024-04-01`, { properties: { isArchived: true } });
    },
    createDefinition: async (name, model) => {
      const order = releaseDefinition(name, model, { connection, arm });
      const path = `${devops.project}/_apis/release/definitions?api-version=7.1`;
      return z.object({ id: z.number() }).parse(await toDevOps('POST', path, order)).id;
    },
    released: async (definition) => {
      const path = `${project}/_apis/release/releases?definitionId=${definition}&$expand=artifacts&$top=100&api-version=7.1`;
      const { value } = listSchema.parse(await toDevOps('GET', path));
      return value
        .map((each) => releaseSchema.parse(each))
        .toSorted((a, b) => a.id - b.id)
        .map(({ artifacts: [{ definitionReference }] }) => definitionReference.version.id);
    },
    orderFault: async (service, rule) => {
      if (service === 'azure') control.faults.add(rule);
      else {
        const path = `/${devops.project}/_apis${rule.path ?? ''}`;
        await toDevOps('POST', '_emulator/faults', { ...rule, path });
      }
    },
    clearFaults: async () => {
      control.faults.clear();
      control.eventFaults.clear();
      await toDevOps('DELETE', '_emulator/faults');
    },
    subscribe: async (name, model, address) => {
      await toAzure('PUT', subscriptions(name), {
        properties: {
          destination: { endpointType: 'WebHook', properties: { endpointUrl: address } },
          filter: { subjectBeginsWith: `models/${model}:` },
        },
      });
    },
    unsubscribe: async (name) => {
      await toAzure('DELETE', subscriptions(name));
    },
    close: async () => {
      await stack.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const asText = (body: unknown): string | undefined => (body === undefined ? undefined : JSON.stringify(body));

/** One stage that is started by hand: nothing has to run. */
function releaseDefinition(
  name: string,
  model: string,
  { connection, arm }: { connection: string; arm: Stack['addresses']['arm'] },
): unknown {
  const same = (value: string) => ({ id: value, name: value });
  const inputs = {
    connection,
    sourceType: 'workspace',
    subscription: arm.subscriptionId,
    resourceGroup: arm.resourceGroup,
    workspace: arm.workspace,
    definition: model,
    defaultVersionType: 'latestType',
  };
  return {
    name,
    artifacts: [
      {
        alias: '_model',
        type: 'AzureMLModelRelease',
        isPrimary: true,
        definitionReference: Object.fromEntries(
          Object.entries(inputs).map(([key, value]) => [key, same(value)]),
        ),
      },
    ],
    environments: [
      {
        name: 'Production',
        rank: 1,
        conditions: [],
        variables: {},
        deployPhases: [
          {
            name: 'Agent job',
            phaseType: 'agentBasedDeployment',
            rank: 1,
            workflowTasks: [],
            deploymentInput: {},
          },
        ],
        retentionPolicy: { daysToKeep: 30, releasesToKeep: 3, retainBuild: true },
        preDeployApprovals: { approvals: [{ rank: 1, isAutomated: true }] },
        postDeployApprovals: { approvals: [{ rank: 1, isAutomated: true }] },
      },
    ],
  };
}
