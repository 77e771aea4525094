import { createFakeContainerEngine } from '../support/fake-container-engine.ts';
import { containerEngineContract } from './container-engine.contract.ts';

containerEngineContract('the container engine in memory', () => {
  const engine = createFakeContainerEngine(['base:1']);
  const usePort = (port: number) => {
    engine.usedPorts.add(port);
    return Promise.resolve();
  };
  return Promise.resolve({ engine, base: 'base:1', usePort });
});
