// What a user of batch endpoints does through the unmodified official client: a cluster, an endpoint, a deployment, a job.
import type { BatchDeployment } from '@azure/arm-machinelearning';
import { setTimeout as sleep } from 'node:timers/promises';
import type { WorkspaceClient } from './workspace-client.ts';

/** The packages that the service demands; the emulator stands in for them. */
export const batchConda = `name: batch
channels: [conda-forge]
dependencies:
  - python=3.11
  - pip:
      - azureml-core==1.60.0
      - azureml-dataset-runtime[fuse]
`;

/** Multiplies the number in each file; a file may ask to fail always, once, or to take too long. */
export const batchScript = `import json, os, time

def init():
    global weight
    with open(os.path.join(os.environ["AZUREML_MODEL_DIR"], "model", "weight.json")) as file:
        weight = json.load(file)["weight"]
    print("loaded weight", weight)

def run(mini_batch):
    rows = []
    for path in mini_batch:
        with open(path) as file:
            text = file.read().strip()
        if text == "fail":
            raise ValueError("cannot read " + os.path.basename(path))
        if text == "once":
            marker = os.path.join(os.environ["AZUREML_BI_OUTPUT_PATH"], "marker")
            if not os.path.exists(marker):
                open(marker, "w").close()
                raise ValueError("the first attempt fails")
            text = "1"
        if text == "slow":
            time.sleep(60)
        rows.append(os.path.basename(path) + " " + str(int(text) * weight))
    with open(os.path.join(os.environ["AZUREML_BI_OUTPUT_PATH"], "seen-" + os.path.basename(mini_batch[0])), "w") as out:
        out.write(str(len(mini_batch)))
    return rows
`;

export interface JobView {
  readonly name: string;
  readonly properties: { readonly status: string; readonly properties: Readonly<Record<string, string>> };
}

export interface BatchUser {
  readonly endpoint: string;
  deploy(name: string, properties?: Partial<BatchDeployment['properties']>): Promise<void>;
  /** Uploads the files (name -> content) into a folder of the default store and scores them. */
  score(files: Readonly<Record<string, string>>, settings?: Record<string, unknown>): Promise<JobView>;
  /** Files of the default store, or of the store of a job's logs. */
  read(path: string, store?: string): Promise<Readonly<Record<string, string>>>;
}

/** Makes the cluster, the assets and the endpoint. The model `weight:1` must be registered. */
export async function createBatchUser(client: WorkspaceClient, endpoint: string): Promise<BatchUser> {
  const { sdk, resourceGroup: group, workspace, id } = client;
  const location = 'westeurope';
  const container = await client.container();
  const upload = (name: string, text: string) =>
    container.getBlockBlobClient(name).uploadData(Buffer.from(text));
  await sdk.computeOperations.beginCreateOrUpdateAndWait(
    ...[group, workspace, 'batch-cluster'],
    {
      location,
      properties: {
        computeType: 'AmlCompute',
        properties: { vmSize: 'Standard_DS3_v2', scaleSettings: { minNodeCount: 0, maxNodeCount: 2 } },
      },
    },
    { updateIntervalInMs: 100 },
  );
  await upload('LocalUpload/batch-code/src/score.py', batchScript);
  await sdk.codeVersions.createOrUpdate(group, workspace, 'batch', '1', {
    properties: { codeUri: 'azureml://datastores/workspaceblobstore/paths/LocalUpload/batch-code/src' },
  });
  await sdk.environmentVersions.createOrUpdate(group, workspace, 'batch', '1', {
    properties: { image: 'mcr.microsoft.com/azureml/openmpi4.1.0-ubuntu22.04:latest', condaFile: batchConda },
  });
  const quick = { updateIntervalInMs: 100 };
  const putEndpoint = (deploymentName?: string) =>
    sdk.batchEndpoints.beginCreateOrUpdateAndWait(
      ...[group, workspace, endpoint],
      {
        location,
        properties: { authMode: 'AADToken', ...(deploymentName && { defaults: { deploymentName } }) },
      },
      quick,
    );
  await putEndpoint();
  let jobs = 0;
  return {
    endpoint,
    async deploy(name, properties = {}) {
      await sdk.batchDeployments.beginCreateOrUpdateAndWait(
        ...[group, workspace, endpoint, name],
        {
          location,
          properties: {
            model: { referenceType: 'Id', assetId: `${id}/models/weight/versions/1` },
            compute: `${id}/computes/batch-cluster`,
            environmentId: `${id}/environments/batch/versions/1`,
            codeConfiguration: { codeId: `${id}/codes/batch/versions/1`, scoringScript: 'score.py' },
            ...properties,
          },
        },
        quick,
      );
      await putEndpoint(name);
    },
    async score(files, settings = {}) {
      jobs += 1;
      const folder = `batch-input/${endpoint}-${jobs}`;
      for (const [name, text] of Object.entries(files)) await upload(`${folder}/${name}`, text);
      const { properties } = await sdk.batchEndpoints.get(group, workspace, endpoint);
      const token = await client.credential.getToken('https://ml.azure.com/.default');
      const reply = await client.call(
        'POST',
        properties.scoringUri ?? '',
        { authorization: `Bearer ${token?.token ?? ''}`, 'content-type': 'application/json' },
        JSON.stringify({
          properties: {
            InputData: {
              data: {
                JobInputType: 'UriFolder',
                Uri: `azureml://datastores/workspaceblobstore/paths/${folder}`,
              },
            },
            ...settings,
          },
        }),
      );
      if (reply.status !== 201) throw new Error(`${reply.status} ${reply.text}`);
      const { name } = JSON.parse(reply.text) as { name: string };
      for (;;) {
        const job = JSON.parse((await client.arm('GET', `jobs/${name}`)).text) as JobView;
        if (/^(Completed|Failed|Canceled)$/.test(job.properties.status)) return job;
        await sleep(100);
      }
    },
    async read(path, store = container.containerName) {
      const found: Record<string, string> = {};
      const source = store === container.containerName ? container : await client.container(store);
      for await (const { name } of source.listBlobsFlat({ prefix: path }))
        found[name.slice(path.length)] = (await source.getBlobClient(name).downloadToBuffer()).toString();
      return found;
    },
  };
}
