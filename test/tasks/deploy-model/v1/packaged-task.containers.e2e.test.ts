// The packaged deploy task where the stack has a Docker Engine: images are really built there, and groups (the model and nginx),
// deployments on Kubernetes and IoT Edge modules are real containers.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import Docker from 'dockerode';
import {
  connectContainers,
  type ContainerServices,
} from '../../../apps/emulator/support/container-services.ts';
import { cliOnStack, type CliOnStack } from '../../../apps/cli/support/cli-on-stack.ts';
import { dockerEngineWithOfficialImages } from '../../../support/docker-engine.ts';
import {
  startStackWithClusters,
  type StackWithClusters,
} from '../../../src/wiring/support/stack-with-clusters.ts';
import { runTask, unpackExtension, type TaskResult } from '../../support/packaged-task.ts';
import { writeProject } from '../../support/scoring-project.ts';

const service = 'weights';
const key = 'primary-key-of-the-tests';
const config = (more = '') => `computeType: aci
containerResourceRequirements: { cpu: 0.9, memoryInGB: 0.9 }
authEnabled: true
keys: { primaryKey: ${key} }
environmentVariables: { GREETING: from-a-container }
appInsightsEnabled: true
${more}`;

const gigabyte = 2 ** 30;

describe('tasks/deploy-model/v1 (packaged), in real containers', function () {
  this.timeout(120_000);
  let scene: StackWithClusters;
  let services: ContainerServices;
  let docker: Docker;
  let cli: CliOnStack;
  let extension = '';

  before(async function () {
    const { socketPath } = await dockerEngineWithOfficialImages(this);
    docker = new Docker({ socketPath });
    scene = await startStackWithClusters({
      containers: 'docker',
      env: { ...process.env, DOCKER_HOST: `unix://${socketPath}` },
    });
    const { stack, folder } = scene;
    extension = await unpackExtension(folder);
    services = connectContainers(stack);
    cli = cliOnStack(stack, folder);
  });

  after(async () => {
    // Empty when it was skipped before anything was made.
    if (extension !== '') await scene.close();
  });

  async function deploy(
    modelVersion: string,
    changes: Record<string, string> = {},
    inputs: Record<string, string> = {},
  ): Promise<TaskResult> {
    const { folder, stack } = scene;
    const { identity, arm, caFile } = stack.addresses;
    const project = await writeProject(folder, 'project', {
      // The script alone is code: what else lies beside it changes no image.
      '.amlignore': '*.yml\n*.json\n',
      'deploymentconfig.yml': config(),
      ...changes,
    });
    return runTask({
      ...{ task: 'deploy-model', extension, caFile, folder },
      connection: { ...identity, url: arm.url, subscriptionId: arm.subscriptionId },
      inputs: {
        ...{ resourceGroup: arm.resourceGroup, workspace: arm.workspace },
        ...{ modelName: 'weight', modelVersion, endpointName: service },
        inferenceConfig: join(project, 'inferenceconfig.yml'),
        deploymentConfig: join(project, 'deploymentconfig.yml'),
        testRequest: join(project, 'request.json'),
        ...inputs,
      },
    });
  }

  /** Name and image of what `docker ps` shows of the stack. */
  const running = async () => {
    const all = await docker.listContainers({ filters: { label: ['azureml-release.emulator'] } });
    return all.map(({ Id, Image, Names }) => ({ id: Id, image: Image, name: Names[0] ?? '' }));
  };

  const predict = async (authorization?: string) => {
    const { ipAddress } = await services.instances.containerGroups.get(services.resourceGroup, service);
    const headers = { 'content-type': 'application/json', ...(authorization && { authorization }) };
    const answer = await fetch(`http://${ipAddress?.ip}/score`, {
      method: 'POST',
      headers,
      body: '{"x": 5}',
    });
    return { status: answer.status, server: answer.headers.get('server'), body: await answer.text() };
  };

  /** Asks until the server in the container has started. */
  const productAt = async (uri: string): Promise<number> => {
    const headers = { 'content-type': 'application/json' };
    for (;;) {
      const answer = await fetch(uri, { method: 'POST', headers, body: '{"x": 5}' }).catch(() => undefined);
      if (answer?.status === 200) return ((await answer.json()) as { product: number }).product;
      await sleep(100);
    }
  };

  let first = '';

  it('builds with the engine and runs the model and nginx as containers, which the engine shows', async () => {
    const run = await deploy('1');
    assert.equal(run.result, 'Succeeded', run.output);
    const shown = await running();
    const images = shown.map(({ image }) => image).toSorted();
    first = images[0] ?? '';
    assert.match(first, /^demoimages\.azurecr\.io\/weights:[0-9a-f]{16}$/);
    // The model, the network that both share, and what checks the keys.
    assert.deepEqual(images, [first, first, 'mcr.microsoft.com/azurelinux/base/nginx:1.25']);
    const scoring = shown.find(({ name }) => name.includes('scoring'));
    const { HostConfig } = await docker.getContainer(scoring?.id ?? '').inspect();
    assert.deepEqual([HostConfig.NanoCpus, HostConfig.Memory], [9e8, Math.round(0.9 * gigabyte)]);
  });

  it('lets in who has the key, by the real nginx', async () => {
    const good = await predict(`Bearer ${key}`);
    assert.deepEqual(
      [good.status, JSON.parse(good.body)],
      [200, { product: 10, greeting: 'from-a-container', home: false }],
    );
    assert.equal(good.server, 'nginx');
    for (const wrong of [undefined, 'Bearer x', `Bearer ${key.toUpperCase()}`])
      assert.equal((await predict(wrong)).status, 401);
  });

  it('shows the logs of both containers, which the engine has', async () => {
    const { out, aside } = await cli.run('service', 'logs', '-n', service, '--cp', 'aci');
    assert.match(out, /loaded weight 2[^]*"POST \/score HTTP\/1\.1" 401/, aside);
  });

  it('prints the log of the build that failed, and lets serve what served', async () => {
    const run = await deploy('2', {
      'conda.yml': 'dependencies:\n  - python=3.11\n  - pip:\n      - azureml-inference-server-http==0.0.1\n',
    });
    assert.equal(run.result, 'Failed', run.output);
    assert.match(run.message, /\[ImageBuildFailed, /);
    assert.match(run.output, /No matching distribution found for azureml-inference-server-http==0\.0\.1/);
    assert.match(run.output, /conda env create[^]* returned a non-zero code: 1/);
    assert.equal((await predict(`Bearer ${key}`)).status, 200);
  });

  it('lets the container’s server send its telemetry to the stack', async () => {
    const { telemetry } = scene.stack.control;
    // Senders collect for some seconds. Asking on ends the wait when the stack has gone.
    while (telemetry.items('RequestData').length === 0) {
      assert.equal((await predict(`Bearer ${key}`)).status, 200);
      await sleep(500);
    }
    assert.equal(telemetry.items('RequestData')[0]?.data.baseData.name, '/score');
  });

  it('gives up a container that its probe never finds alive, and lets serve what served', async () => {
    const run = await deploy('2', {
      'score.py':
        'import time\n\ndef init():\n    print("still starting")\n    time.sleep(600)\n\ndef run(data):\n    return 1\n',
      'deploymentconfig.yml': config(
        'livenessProbeRequirements: { initialDelaySeconds: 1, periodSeconds: 1, failureThreshold: 2 }\n',
      ),
    });
    assert.equal(run.result, 'Failed', run.output);
    assert.match(
      run.message,
      /container 'scoring' ended 3 times \([^)]*\); 'scoring': Liveness probe failed[^]*\[DeploymentFailed, /,
    );
    assert.equal((await predict(`Bearer ${key}`)).status, 200);
    assert.ok((await running()).every(({ name }) => !name.includes('candidate')));
  });

  it('updates to another version, of which nothing but new containers is left', async () => {
    const run = await deploy('2');
    assert.equal(run.result, 'Succeeded', run.output);
    assert.equal((JSON.parse((await predict(`Bearer ${key}`)).body) as { product: number }).product, 15);
    const images = (await running()).map(({ image }) => image);
    assert.equal(images.length, 3);
    assert.ok(!images.includes(first));
  });

  it('serves a Kubernetes deployment in a container within its limits', async () => {
    const run = await deploy(
      '1',
      {
        'deploymentconfig.yml':
          'computeType: aks\nnamespace: scoring\nnumReplicas: 1\ncontainerResourceRequirements: { cpu: 0.5, cpuLimit: 1, memoryInGB: 0.5, memoryInGBLimit: 1 }\n',
      },
      { deploymentTarget: 'AKS', aksCluster: 'k8s', endpointName: 'cluster-weights' },
    );
    assert.equal(run.result, 'Succeeded', run.output);
    assert.match(run.output, /answered the test request in \d+ ms/);
    const pod = (await running()).find(({ name }) => name.includes('cluster-weights'));
    assert.match(pod?.image ?? '', /^azureml\/azureml_[0-9a-f]{32}:latest$/);
    const { HostConfig } = await docker.getContainer(pod?.id ?? '').inspect();
    assert.deepEqual([HostConfig.NanoCpus, HostConfig.Memory], [1e9, gigabyte]);
    assert.match(
      await docker
        .getContainer(pod?.id ?? '')
        .logs({ stdout: true, stderr: true })
        .then(String),
      /loaded weight 2/,
    );
  });

  it('runs IoT Edge modules as containers with the options of their manifest', async () => {
    const { iotHub } = scene.stack.addresses;
    const run = await deploy(
      '1',
      {
        'deploymentconfig.yml': `computeType: iotedge
iotHub: ${iotHub.hostName}
targetCondition: tags.environment = 'production'
livenessProbeRequirements: { initialDelaySeconds: 1 }
createOptions: { HostConfig: { PortBindings: { 5001/tcp: [{ HostPort: '5001' }] }, Memory: 300000000 } }
`,
      },
      { deploymentTarget: 'iotedge', endpointName: 'edge-weights' },
    );
    assert.equal(run.result, 'Succeeded', run.output);
    const modules = (await running()).filter(({ name }) => name.includes('edge-weights'));
    assert.equal(modules.length, 2);
    const { HostConfig } = await docker.getContainer(modules[0]?.id ?? '').inspect();
    assert.equal(HostConfig.Memory, 300_000_000);
    assert.equal(await productAt(`http://${iotHub.devices['edge-1']}:5001/score`), 10);
  });

  it('deletes the service with its containers, and the stack’s end leaves no image', async () => {
    const { status, aside } = await cli.run('service', 'delete', '-n', service, '--cp', 'aci', '--yes');
    assert.equal(status, 0, aside);
    assert.deepEqual(
      (await running()).filter(({ image }) => image.includes(`/${service}:`)),
      [],
    );
    await scene.stack.close();
    const filters = { label: ['azureml-release.emulator'] };
    assert.deepEqual(await docker.listContainers({ all: true, filters }), []);
    assert.deepEqual(await docker.listImages({ filters }), []);
  });
});
