// What a user of the emulated container services does, through unmodified Azure SDKs: build an image, run a group.
import { ContainerInstanceManagementClient, type ContainerGroup } from '@azure/arm-containerinstance';
import { ContainerRegistryManagementClient, type Run } from '@azure/arm-containerregistry';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { pack } from 'tar-stream';
import type { Stack } from '../../../../apps/emulator/stack.ts';
import { trusting } from '../../../support/trusting-http-client.ts';
import { condaFile } from './deploy.ts';
import { connect, credentialFor } from './workspace-client.ts';

/** An archive of text files, gzipped as the service's own tools do it. */
export async function archive(files: Readonly<Record<string, string>>): Promise<Buffer> {
  const tar = pack();
  for (const [name, text] of Object.entries(files)) tar.entry({ name }, text);
  tar.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of tar) chunks.push(chunk as Buffer);
  return gzipSync(Buffer.concat(chunks));
}

/** The files of an image that multiplies by `weight`. */
export const imageFiles = (weight: number, script: string, conda = condaFile): Record<string, string> => ({
  Dockerfile: [
    'FROM mcr.microsoft.com/azureml/minimal-ubuntu22.04-py39-cpu-inference:latest',
    'WORKDIR /var/azureml-app/',
    'COPY conda.yml /var/azureml-app/conda.yml',
    'RUN conda env create -n inf-conda-env -f conda.yml',
    'COPY models/ /var/azureml-app/azureml-models/',
    'COPY code/ /var/azureml-app/code/',
    'EXPOSE 5001',
    'CMD ["conda","run","--no-capture-output","-n","inf-conda-env","runsvdir","/var/runit"]',
  ].join('\n'),
  'conda.yml': conda,
  'code/score.py': script,
  'models/weight/1/model/weight.json': JSON.stringify({ weight }),
});

export interface ContainerServices {
  readonly instances: ContainerInstanceManagementClient;
  readonly registries: ContainerRegistryManagementClient;
  readonly resourceGroup: string;
  readonly registry: string;
  /** e.g. demoimages.azurecr.io */
  readonly server: string;
  build(name: string, files: Readonly<Record<string, string>>): Promise<Run>;
  log(run: Run): Promise<string>;
  credentials(): Promise<{ server: string; username: string; password: string }>;
}

export function connectContainers(stack: Stack): ContainerServices {
  const { url, subscriptionId, resourceGroup, workspace } = stack.addresses.arm;
  const credential = credentialFor(stack);
  const options = { endpoint: url, $host: url, retryOptions: { maxRetries: 0 }, ...trusting(stack.caPem) };
  const registries = new ContainerRegistryManagementClient(credential, subscriptionId, options);
  const instances = new ContainerInstanceManagementClient(credential, subscriptionId, options);
  const registry = `${workspace}images`;
  const client = connect(stack, credential);
  return {
    ...{ instances, registries, resourceGroup, registry, server: `${registry}.azurecr.io` },
    async build(name, files) {
      const source = await registries.registries.getBuildSourceUploadUrl(resourceGroup, registry);
      const body = await archive(files);
      const answer = await fetch(source.uploadUrl ?? '', {
        method: 'PUT',
        headers: { 'x-ms-blob-type': 'BlockBlob' },
        body: new Uint8Array(body),
      });
      if (!answer.ok) throw new Error(`upload: ${answer.status}`);
      const scheduled = await registries.registries.beginScheduleRunAndWait(resourceGroup, registry, {
        type: 'DockerBuildRequest',
        imageNames: [name],
        dockerFilePath: 'Dockerfile',
        sourceLocation: source.relativePath ?? '',
        platform: { os: 'Linux', architecture: 'amd64' },
        isPushEnabled: true,
      });
      for (;;) {
        const run = await registries.runs.get(resourceGroup, registry, scheduled.runId ?? '');
        if (!/Queued|Started|Running/.test(run.status ?? '')) return run;
        await sleep(100);
      }
    },
    async log(run) {
      const { logLink = '' } = await registries.runs.getLogSasUrl(resourceGroup, registry, run.runId ?? '');
      return (await client.call('GET', logLink, {})).text;
    },
    async credentials() {
      const { username = '', passwords = [] } = await registries.registries.listCredentials(
        resourceGroup,
        registry,
      );
      return { server: `${registry}.azurecr.io`, username, password: passwords[0]?.value ?? '' };
    },
  };
}

export interface GroupRecipe {
  readonly image: string;
  readonly credentials: { server: string; username: string; password: string };
  readonly more?: Partial<ContainerGroup>;
}

/** A group of one container that answers on port 5001. */
export const groupOf = ({ image, credentials, more = {} }: GroupRecipe): ContainerGroup => ({
  location: 'westeurope',
  osType: 'Linux',
  restartPolicy: 'Always',
  imageRegistryCredentials: [credentials],
  ipAddress: { type: 'Public', ports: [{ port: 5001 }], dnsNameLabel: 'weights-by-acr' },
  containers: [
    {
      name: 'scoring',
      image,
      ports: [{ port: 5001, protocol: 'TCP' }],
      environmentVariables: [
        { name: 'AML_APP_ROOT', value: '/var/azureml-app/code' },
        { name: 'AZUREML_ENTRY_SCRIPT', value: 'score.py' },
        { name: 'AZUREML_MODEL_DIR', value: '/var/azureml-app/azureml-models/weight/1' },
        { name: 'GREETING', secureValue: 'hush' },
      ],
      resources: { requests: { cpu: 1, memoryInGB: 1 } },
    },
  ],
  ...more,
});
