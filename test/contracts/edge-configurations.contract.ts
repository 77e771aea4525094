// What a deployment to IoT Edge relies on from an IoT Hub, for the fake and for the service alike.
import assert from 'node:assert/strict';
import { isExtensionError } from '../../src/core/errors/extension-error.ts';
import type { EdgeDeviceState } from '../../src/core/edge/device-state.ts';
import type { EdgeConfigurations, EdgeDevices } from '../../src/ports/edge-configurations.ts';

export interface EdgeHubUnderTest {
  readonly hub: string;
  readonly configurations: EdgeConfigurations;
  readonly edge: EdgeDevices;
  /** Two devices of the hub. */
  readonly devices: readonly [string, string];
  /** Resolves when the devices have carried out what they shall. */
  readonly settled: () => Promise<void>;
}

const refused = (code: string) => (error: unknown) => {
  assert.ok(isExtensionError(error), String(error));
  assert.equal(error.code, code);
  return true;
};

export function edgeConfigurationsContract(setUp: () => Promise<EdgeHubUnderTest>): void {
  let subject: EdgeHubUnderTest;

  before(async () => {
    subject = await setUp();
  });

  const body = (id: string, image: string, more: object = {}) => ({
    id,
    schemaVersion: '1.0',
    labels: { content: image.replace('/', ':') },
    targetCondition: subject.devices.map((device) => `deviceId = '${device}'`).join(' OR '),
    priority: 10,
    content: {
      modulesContent: {
        $edgeAgent: {
          'properties.desired.modules.contract': {
            ...{ settings: { image, createOptions: '{}' }, type: 'docker', status: 'running' },
            ...{ restartPolicy: 'always', version: '1.0', env: {} },
          },
        },
      },
    },
    ...more,
  });
  const find = async (id: string) => {
    const { configurations, hub } = subject;
    return (await configurations.list(hub)).find((one) => one.id === id);
  };
  const states = (id: string): Promise<readonly EdgeDeviceState[]> => subject.edge.targeted(subject.hub, id);

  it('has no device for a configuration that is not there', async () => {
    assert.equal(await find('contract-1'), undefined);
    assert.deepEqual(await states('contract-1'), []);
  });

  it('refuses a target condition that is none', async () => {
    const { configurations, hub } = subject;
    const wrong = body('contract-1', 'r/c:1', { targetCondition: 'deviceId is mine' });
    await assert.rejects(
      async () => configurations.create(hub, 'contract-1', wrong),
      refused('AzureRejected'),
    );
  });

  it('brings a module to every device that is meant, which say that it runs', async () => {
    const { configurations, hub, devices } = subject;
    await configurations.create(hub, 'contract-1', body('contract-1', 'r/c:1'));
    await subject.settled();
    const found = await states('contract-1');
    assert.deepEqual(found.map(({ device }) => device).toSorted(), [...devices].toSorted());
    for (const { applied, agent, modules, desiredVersion, reportedVersion } of found) {
      assert.equal(applied, true);
      assert.equal(agent?.code, 200);
      assert.equal(reportedVersion, desiredVersion);
      assert.equal(modules['contract']?.status, 'running');
      assert.equal(modules['contract'].image, 'r/c:1');
      assert.ok(Date.parse(modules['contract'].startedAt ?? '') > 0);
    }
    const layer = await find('contract-1');
    assert.equal(layer?.labels['content'], 'r:c:1');
    assert.deepEqual(layer.modules, { contract: 'r/c:1' });
  });

  it('asks the agent of a device for what a module printed', async () => {
    const { edge, hub, devices } = subject;
    const text = await edge.logs(hub, { device: devices[0], module: 'contract', tail: 10 });
    assert.match(text, /\n$/);
  });

  it('takes the same again, and nothing else under the same name', async () => {
    const { configurations, hub } = subject;
    await configurations.create(hub, 'contract-1', body('contract-1', 'r/c:1'));
    const other = configurations.create(hub, 'contract-1', body('contract-1', 'r/c:2'));
    await assert.rejects(other, refused('AzureConflict'));
  });

  it('lets a higher layer win, and goes back to the lower one when it is removed', async () => {
    const { configurations, hub } = subject;
    await configurations.create(hub, 'contract-2', body('contract-2', 'r/c:2', { priority: 11 }));
    await subject.settled();
    const image = async () => (await states('contract-1'))[0]?.modules['contract']?.image;
    assert.equal(await image(), 'r/c:2');
    await configurations.delete(hub, 'contract-2');
    await subject.settled();
    assert.equal(await image(), 'r/c:1');
  });

  it('moves a layer to another priority, and keeps everything else of it', async () => {
    const { configurations, hub } = subject;
    const before = await find('contract-1');
    await configurations.setPriority(hub, 'contract-1', 20);
    await configurations.setPriority(hub, 'contract-1', 20);
    assert.deepEqual(await find('contract-1'), { ...before, priority: 20 });
    const missing = configurations.setPriority(hub, 'contract-9', 1);
    await assert.rejects(missing, refused('AzureResourceNotFound'));
  });

  it('deletes a layer, and finds nothing wrong with one that is gone', async () => {
    const { configurations, hub } = subject;
    await configurations.delete(hub, 'contract-1');
    await configurations.delete(hub, 'contract-1');
    assert.equal(await find('contract-1'), undefined);
  });
}
