// The packaged deploy task to ACI where the stack has a Docker Engine: the image is really built there, and the group runs the
// model and nginx in real containers.
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Docker from 'dockerode';
import { startStack, type Stack } from '../../../../apps/emulator/stack.ts';
import { registerModel } from '../../../apps/emulator/support/deploy.ts';
import {
  connectContainers,
  type ContainerServices,
} from '../../../apps/emulator/support/container-services.ts';
import { connect } from '../../../apps/emulator/support/workspace-client.ts';
import { cliOnStack, type CliOnStack } from '../../../apps/cli/support/cli-on-stack.ts';
import { dockerEngineWithOfficialImages } from '../../../support/docker-engine.ts';
import { trustAuthority } from '../../../support/trust-authority.ts';
import { runTask, unpackExtension, type TaskResult } from '../../support/packaged-task.ts';
import { writeProject } from '../../support/scoring-project.ts';

const service = 'weights';
const key = 'primary-key-of-the-tests';
const config = (more = '') => `computeType: aci
containerResourceRequirements: { cpu: 0.9, memoryInGB: 0.9 }
authEnabled: true
keys: { primaryKey: ${key} }
environmentVariables: { GREETING: from-a-container }
${more}`;

const gigabyte = 2 ** 30;

describe('tasks/deploy-model/v1 (packaged), to ACI in real containers', function () {
  this.timeout(120_000);
  let stack: Stack;
  let services: ContainerServices;
  let docker: Docker;
  let cli: CliOnStack;
  let folder = '';
  let extension = '';

  before(async function () {
    const { socketPath } = await dockerEngineWithOfficialImages(this);
    docker = new Docker({ socketPath });
    folder = await mkdtemp(join(tmpdir(), 'deploy-containers-'));
    stack = await startStack({
      ...{ cacheDir: '.cache', containers: 'docker', log: () => undefined },
      env: { ...process.env, DOCKER_HOST: `unix://${socketPath}` },
    });
    trustAuthority(stack.caPem);
    [extension, services, cli] = [
      await unpackExtension(folder),
      connectContainers(stack),
      cliOnStack(stack, folder),
    ];
    const client = connect(stack);
    await registerModel(client, '1', 2);
    await registerModel(client, '2', 3);
  });

  after(async () => {
    // Skipped before anything was made.
    if (folder === '') return;
    await stack.close();
    await rm(folder, { recursive: true, force: true });
  });

  async function deploy(modelVersion: string, changes: Record<string, string> = {}): Promise<TaskResult> {
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

  it('gives up a container that its probe never finds alive, and lets serve what served', async () => {
    const run = await deploy('2', {
      'score.py':
        'import time\n\ndef init():\n    print("still starting")\n    time.sleep(600)\n\ndef run(data):\n    return 1\n',
      'deploymentconfig.yml': config(
        'livenessProbeRequirements: { initialDelaySeconds: 4, periodSeconds: 1, failureThreshold: 2 }\n',
      ),
    });
    assert.equal(run.result, 'Failed', run.output);
    assert.match(run.message, /container 'scoring' ended 3 times[^]*\[DeploymentFailed, /);
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

  it('deletes the service with its containers, and the stack’s end leaves no image', async () => {
    const { status, aside } = await cli.run('service', 'delete', '-n', service, '--cp', 'aci', '--yes');
    assert.equal(status, 0, aside);
    assert.deepEqual(await running(), []);
    await stack.close();
    const filters = { label: ['azureml-release.emulator'] };
    assert.deepEqual(await docker.listContainers({ all: true, filters }), []);
    assert.deepEqual(await docker.listImages({ filters }), []);
  });
});
