import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Stack } from '../../../../apps/emulator/stack.ts';
import { startTestStack } from '../../../support/test-stack.ts';
import { trustAuthority } from '../../../support/trust-authority.ts';
import {
  connectContainers,
  groupOf,
  imageFiles,
  type ContainerServices,
} from '../support/container-services.ts';
import { echoScript } from '../support/deploy.ts';

/** Asks until the server in the container has started: it is real. */
async function score(ip: string | undefined, body: unknown): Promise<unknown> {
  const end = Date.now() + 60_000;
  for (;;)
    try {
      const answer = await fetch(`http://${ip}:5001/score`, { method: 'POST', body: JSON.stringify(body) });
      return await answer.json();
    } catch (error) {
      if (Date.now() > end) throw error;
      await sleep(100);
    }
}

describe('apps/emulator/container-instance (official clients, end to end)', function () {
  // The first run builds the virtual environment from the package registry.
  this.timeout(300_000);
  let stack: Stack;
  let services: ContainerServices;
  let credentials: { server: string; username: string; password: string };
  const image = () => `${services.server}/weights:1`;
  const put = (name: string, more: Parameters<typeof groupOf>[0]) =>
    services.instances.containerGroups.beginCreateOrUpdateAndWait(
      services.resourceGroup,
      name,
      groupOf(more),
      { updateIntervalInMs: 50 },
    );

  before(async () => {
    stack = await startTestStack();
    trustAuthority(stack.caPem);
    services = connectContainers(stack);
    credentials = await services.credentials();
  });
  after(() => stack.close());

  it('shows the registry that the workspace names', async () => {
    const { registries, resourceGroup, registry, server } = services;
    const found = await registries.registries.get(resourceGroup, registry);
    assert.equal(found.loginServer, server);
    assert.equal(credentials.username, registry);
  });

  it('builds an image from an uploaded source, and keeps the log', async () => {
    const run = await services.build('weights:1', imageFiles(2, echoScript));
    const log = await services.log(run);
    assert.equal(run.status, 'Succeeded', log);
    assert.deepEqual(
      run.outputImages?.map(({ repository, tag }) => [repository, tag]),
      [['weights', '1']],
    );
    assert.match(log, /Step 4\/8 : RUN conda env create/);
    assert.match(log, /was successful/);
  });

  it('shows in the log why a build fails', async () => {
    const files = { ...imageFiles(2, echoScript), Dockerfile: 'FROM x\nCOPY nowhere /there' };
    const run = await services.build('broken:1', files);
    assert.equal(run.status, 'Failed');
    assert.match(await services.log(run), /COPY failed: file not found in build context: nowhere/);
  });

  it('runs the image in a group that scores on its own address', async () => {
    const group = await put('weights', { image: image(), credentials });
    assert.equal(group.provisioningState, 'Succeeded');
    assert.equal(group.ipAddress?.fqdn, 'weights-by-acr.westeurope.azurecontainer.io');
    assert.deepEqual(await score(group.ipAddress.ip, { x: 21 }), {
      ...{ product: 42, greeting: 'hush', home: false },
    });
  });

  it('shows the instances, the log, and no secret', async () => {
    const { instances, resourceGroup } = services;
    const group = await instances.containerGroups.get(resourceGroup, 'weights');
    const view = group.containers[0]?.instanceView;
    assert.equal(group.instanceView?.state, 'Running');
    assert.equal(view?.currentState?.state, 'Running');
    assert.deepEqual(
      view.events?.map(({ name }) => name),
      ['Pulling', 'Pulled', 'Created', 'Started'],
    );
    assert.doesNotMatch(JSON.stringify(group), new RegExp(`hush|${credentials.password}`));
    const { content } = await instances.containers.listLogs(resourceGroup, 'weights', 'scoring');
    assert.match(content ?? '', /loaded weight 2/);
    const listed = [];
    for await (const one of instances.containerGroups.list()) listed.push([one.name, one.instanceView]);
    assert.deepEqual(listed, [['weights', undefined]]);
  });

  it('refuses an image without its key, a label that is taken, and a change of size', async () => {
    const wrong = { ...credentials, password: 'wrong' };
    await assert.rejects(put('other', { image: image(), credentials: wrong }), { code: 'InaccessibleImage' });
    await assert.rejects(put('other', { image: `${services.server}/none:1`, credentials }), {
      code: 'InaccessibleImage',
    });
    await assert.rejects(put('other', { image: image(), credentials }), { code: 'DnsNameLabelNotAvailable' });
    const containers = groupOf({ image: image(), credentials }).containers.map((container) => ({
      ...container,
      resources: { requests: { cpu: 2, memoryInGB: 1 } },
    }));
    await assert.rejects(put('weights', { image: image(), credentials, more: { containers } }), {
      code: 'InvalidContainerGroupUpdate',
    });
  });

  it('starts a container again that crashes, and says so', async () => {
    const script = 'def init():\n    raise RuntimeError("no such thing")\ndef run(data):\n    return 1\n';
    await services.build('weights:broken', imageFiles(2, script));
    const broken = { image: `${services.server}/weights:broken`, credentials };
    const ipAddress = { type: 'Public', ports: [{ port: 5001 }] };
    await put('crashing', { ...broken, more: { ipAddress } });
    const { instances, resourceGroup } = services;
    for (;;) {
      const { containers } = await instances.containerGroups.get(resourceGroup, 'crashing');
      const view = containers[0]?.instanceView;
      if ((view?.restartCount ?? 0) === 0) {
        await sleep(100);
        continue;
      }
      assert.notEqual(view?.previousState?.exitCode, 0);
      break;
    }
    const { content } = await instances.containers.listLogs(resourceGroup, 'crashing', 'scoring');
    assert.match(content ?? '', /no such thing/);
    await instances.containerGroups.beginDeleteAndWait(resourceGroup, 'crashing', { updateIntervalInMs: 50 });
  });

  it('stops, starts and restarts a group, and changes its tags', async () => {
    const { instances, resourceGroup } = services;
    const { containerGroups } = instances;
    await containerGroups.stop(resourceGroup, 'weights');
    assert.equal((await containerGroups.get(resourceGroup, 'weights')).instanceView?.state, 'Stopped');
    await containerGroups.beginStartAndWait(resourceGroup, 'weights', { updateIntervalInMs: 50 });
    const { ipAddress } = await containerGroups.get(resourceGroup, 'weights');
    assert.equal(((await score(ipAddress?.ip, { x: 1 })) as { product: number }).product, 2);
    await containerGroups.beginRestartAndWait(resourceGroup, 'weights', { updateIntervalInMs: 50 });
    assert.equal(((await score(ipAddress?.ip, { x: 2 })) as { product: number }).product, 4);
    const patched = await containerGroups.update(resourceGroup, 'weights', { tags: { team: 'ml' } });
    assert.deepEqual(patched.tags, { team: 'ml' });
  });

  it('deletes a group with its processes', async () => {
    const { instances, resourceGroup } = services;
    await instances.containerGroups.beginDeleteAndWait(resourceGroup, 'weights', { updateIntervalInMs: 50 });
    await assert.rejects(instances.containerGroups.get(resourceGroup, 'weights'), {
      code: 'ResourceNotFound',
    });
    assert.deepEqual(stack.processes(), ['azurite']);
  });
});
