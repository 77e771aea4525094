import { modelRegistryContract } from '../contracts/model-registry.contract.ts';
import { createMemoryRegistry } from './memory-registry.ts';

describe('test/support/memory-registry.ts', () => {
  modelRegistryContract(() => {
    const workspace = { subscriptionId: 's', resourceGroup: 'ml', name: 'prod' };
    const registry = createMemoryRegistry(workspace);
    return Promise.resolve({
      registry,
      workspace,
      register(model, version, more) {
        registry.register(model, version, more);
        return Promise.resolve();
      },
    });
  });
});
