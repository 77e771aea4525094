import { createEdgeConfigurations } from '../../src/adapters/iot-hub/edge-configurations.ts';
import { createEdgeDevices } from '../../src/adapters/iot-hub/edge-devices.ts';
import { createHubClient } from '../../src/adapters/iot-hub/hub-client.ts';
import { startHubService, type HubService } from '../apps/emulator/iot-hub/support/hub-service.ts';
import { createAutoClock } from '../support/auto-clock.ts';
import { FakeEdgeHub } from '../support/fake-edge-hub.ts';
import { createMemoryLog } from '../support/memory-log.ts';
import { trustAuthority } from '../support/trust-authority.ts';
import { edgeConfigurationsContract } from './edge-configurations.contract.ts';

describe('contracts/edge-configurations (fake)', () => {
  edgeConfigurationsContract(() => {
    const fake = new FakeEdgeHub(['edge-1', 'edge-2', 'edge-3'], createAutoClock());
    return Promise.resolve({
      hub: 'example.azure-devices.net',
      ...{ configurations: fake, edge: fake },
      devices: ['edge-1', 'edge-2'],
      settled: () => Promise.resolve(),
    });
  });
});

describe('contracts/edge-configurations (emulator)', () => {
  let service: HubService;

  after(() => service.close());

  edgeConfigurationsContract(async () => {
    service = await startHubService();
    trustAuthority(service.caPem);
    const token = await service.token();
    const send = createHubClient({
      credential: { getToken: () => Promise.resolve({ token, expiresOnTimestamp: Date.now() + 3_600_000 }) },
      clock: createAutoClock(),
      log: createMemoryLog(),
    });
    return {
      hub: service.hub.hostName,
      configurations: createEdgeConfigurations(send),
      edge: createEdgeDevices(send),
      devices: ['edge-1', 'edge-2'],
      settled: () => service.settled(),
    };
  });
});
