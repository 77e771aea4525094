// Deploys a tiny scoring script into the emulated workspace, step by step, over plain ARM calls.
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import type { HttpReply, WorkspaceClient } from './workspace-client.ts';

/** The one package that serving needs: all tests share the environment that it makes. */
export const condaFile = `name: serving
channels: [conda-forge]
dependencies:
  - python=3.11
  - pip:
      - azureml-inference-server-http==1.5.1
`;

export const echoScript = `import json, os

def init():
    global model, greeting
    with open(os.path.join(os.environ["AZUREML_MODEL_DIR"], "model", "weight.json")) as file:
        model = json.load(file)
    greeting = os.environ.get("GREETING", "none")
    print("loaded weight", model["weight"])

def run(data):
    request = json.loads(data)
    return {"product": request["x"] * model["weight"], "greeting": greeting, "home": "AZURE_CLIENT_SECRET" in os.environ}
`;

export interface Operation {
  readonly status: string;
  readonly error?: { readonly code: string; readonly message: string };
}

/** Follows an operation to its end; gives every status seen. Real time: the stack is real. */
export async function followStatus(client: WorkspaceClient, reply: HttpReply): Promise<Operation> {
  const url = reply.headers['azure-asyncoperation'];
  assert.ok(url, `no Azure-AsyncOperation in the answer ${reply.status} ${reply.text}`);
  for (;;) {
    const operation = JSON.parse((await client.arm('GET', url)).text) as Operation;
    if (operation.status !== 'InProgress') return operation;
    await sleep(100);
  }
}

/** Follows the result address of a 202 to its end. */
export async function followResult(client: WorkspaceClient, reply: HttpReply): Promise<HttpReply> {
  assert.equal(reply.status, 202, reply.text);
  for (;;) {
    const result = await client.arm('GET', reply.headers.location ?? '');
    if (result.status !== 202) return result;
    await sleep(100);
  }
}

export async function registerModel(client: WorkspaceClient, version: string, weight: number): Promise<void> {
  const container = await client.container();
  const folder = `LocalUpload/weight-${version}`;
  await container
    .getBlockBlobClient(`${folder}/model/weight.json`)
    .uploadData(Buffer.from(JSON.stringify({ weight })));
  // Beside it, a neighbour whose name begins alike: it must not be served.
  await container.getBlockBlobClient(`${folder}/model2/weight.json`).uploadData(Buffer.from('{}'));
  const reply = await client.arm('PUT', `models/weight/versions/${version}`, {
    properties: { modelUri: `azureml:/${client.id}/datastores/workspaceblobstore/paths/${folder}/model` },
  });
  assert.equal(reply.status, 201, reply.text);
}

/** Version 1 doubles, version 2 makes three times as much. */
export async function registerTwoVersions(client: WorkspaceClient): Promise<void> {
  await registerModel(client, '1', 2);
  await registerModel(client, '2', 3);
}

export async function registerCode(client: WorkspaceClient, version: string, script: string): Promise<void> {
  const container = await client.container();
  await container
    .getBlockBlobClient(`LocalUpload/code-${version}/src/score.py`)
    .uploadData(Buffer.from(script));
  const reply = await client.arm('PUT', `codes/scoring/versions/${version}`, {
    properties: { codeUri: `azureml://datastores/workspaceblobstore/paths/LocalUpload/code-${version}/src` },
  });
  assert.equal(reply.status, 201, reply.text);
}

export async function registerEnvironment(
  client: WorkspaceClient,
  version: string,
  conda: string,
): Promise<void> {
  const reply = await client.arm('PUT', `environments/serving/versions/${version}`, {
    properties: { image: 'mcr.microsoft.com/azureml/openmpi4.1.0-ubuntu22.04:latest', condaFile: conda },
  });
  assert.equal(reply.status, 201, reply.text);
}

export interface DeploymentRecipe {
  readonly model: string;
  readonly code: string;
  readonly environment: string;
  readonly properties?: Record<string, unknown>;
}

export function deploymentBody(client: WorkspaceClient, recipe: DeploymentRecipe): Record<string, unknown> {
  return {
    location: 'westeurope',
    sku: { name: 'Default', capacity: 1 },
    properties: {
      endpointComputeType: 'Managed',
      model: `${client.id}/models/weight/versions/${recipe.model}`,
      codeConfiguration: {
        codeId: `${client.id}/codes/scoring/versions/${recipe.code}`,
        scoringScript: 'score.py',
      },
      environmentId: `${client.id}/environments/serving/versions/${recipe.environment}`,
      instanceType: 'Standard_DS3_v2',
      ...recipe.properties,
    },
  };
}

export function endpointBody(traffic: Record<string, number>): Record<string, unknown> {
  return {
    location: 'westeurope',
    identity: { type: 'SystemAssigned' },
    properties: { authMode: 'Key', traffic },
  };
}

export interface Scored {
  readonly status: number;
  readonly deployment: string | undefined;
  readonly body: unknown;
  readonly headers: Readonly<Record<string, string>>;
}

export interface ScoringAddress {
  readonly client: WorkspaceClient;
  readonly scoringUri: string;
  readonly key: string;
}

export async function scoreAt(
  { client, scoringUri, key }: ScoringAddress,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<Scored> {
  const all = { authorization: `Bearer ${key}`, 'content-type': 'application/json', ...headers };
  const reply = await client.call('POST', scoringUri, all, JSON.stringify(body));
  const isJson = reply.headers['content-type']?.includes('json') ?? false;
  return {
    status: reply.status,
    deployment: reply.headers['azureml-model-deployment'],
    headers: reply.headers,
    body: isJson ? JSON.parse(reply.text) : reply.text,
  };
}

/** Makes an endpoint and says where and with which key it answers. */
export async function createEndpoint(client: WorkspaceClient, path: string): Promise<ScoringAddress> {
  await followStatus(client, await client.arm('PUT', path, endpointBody({})));
  const view = JSON.parse((await client.arm('GET', path)).text) as { properties: { scoringUri: string } };
  const keys = JSON.parse((await client.arm('POST', `${path}/listKeys`)).text) as { primaryKey: string };
  return { client, scoringUri: view.properties.scoringUri, key: keys.primaryKey };
}
