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
  /** @returns when it was created, by the service's clock */
  register(model: string, version: string): Promise<Date>;
  /** Takes a model of a finished run out of the lists. */
  archive(model: string): Promise<void>;
  /** @returns its id */
  createDefinition(name: string, model: string): Promise<number>;
  /** The versions of all releases of a definition, in the order in which they were made. */
  released(definition: number): Promise<readonly string[]>;
  /** When the release of a version was created; absent if there is none. */
  releasedAt(definition: number, version: string): Promise<Date | undefined>;
  orderFault(service: 'azure' | 'devops', rule: FaultRule): Promise<void>;
  clearFaults(): Promise<void>;
  /** Subscribes an address to the events of a model; of all models if it has no name. */
  subscribe(name: string, model: string, address: string): Promise<void>;
  unsubscribe(name: string): Promise<void>;
  close(): Promise<void>;
}

const releaseSchema = z.object({
  id: z.number(),
  createdOn: z.coerce.date(),
  artifacts: z.tuple([
    z.object({ definitionReference: z.object({ version: z.object({ id: z.string() }) }) }),
  ]),
});
const releasesSchema = z.object({ value: z.array(releaseSchema) });
const versionOf = ({ artifacts: [{ definitionReference }] }: z.infer<typeof releaseSchema>): string =>
  definitionReference.version.id;
const madeSchema = z.object({ systemData: z.object({ createdAt: z.coerce.date() }) });
const endpointsSchema = z.object({ value: z.array(z.object({ id: z.string(), name: z.string() })) });

export interface StageOptions {
  /** Models and versions of a page; the emulator's own when absent. */
  readonly pageSize?: number;
}

/** @throws Error if the extension was not packaged */
export async function startStage(root: string, { pageSize }: StageOptions = {}): Promise<Stage> {
  const vsix = findVsix(root);
  if (vsix === undefined) throw new Error('There is no dist/*.vsix: run npm run package first.');
  const folder = mkdtempSync(join(tmpdir(), 'faults-'));
  const stack = await startStack({
    cacheDir: join(root, '.cache'),
    env: process.env,
    log: () => undefined,
    ...(pageSize === undefined ? {} : { pageSize }),
    // Waits that a run can wait for.
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

  const releasesOf = async (definition: number) => {
    const path = `${project}/_apis/release/releases?definitionId=${definition}&$expand=artifacts&$top=100&api-version=7.1`;
    return releasesSchema.parse(await toDevOps('GET', path)).value.toSorted((a, b) => a.id - b.id);
  };

  return {
    addresses,
    folder,
    eventFaults: control.eventFaults,
    register: async (model, version) => {
      const modelUri = `azureml://datastores/workspaceblobstore/paths/${model}/${version}`;
      const path = `models/${model}/versions/${version}?api-version=2024-04-01`;
      const made = await toAzure('PUT', path, { properties: { modelUri } });
      return madeSchema.parse(made).systemData.createdAt;
    },
    archive: async (model) => {
      await toAzure('PUT', `models/${model}?api-version=2024-04-01`, { properties: { isArchived: true } });
    },
    createDefinition: async (name, model) => {
      const order = releaseDefinition(name, model, { connection, arm });
      const path = `${devops.project}/_apis/release/definitions?api-version=7.1`;
      return z.object({ id: z.number() }).parse(await toDevOps('POST', path, order)).id;
    },
    released: async (definition) => (await releasesOf(definition)).map(versionOf),
    releasedAt: async (definition, version) =>
      (await releasesOf(definition)).find((each) => versionOf(each) === version)?.createdOn,
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
          filter: { subjectBeginsWith: model === '' ? '' : `models/${model}:` },
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
