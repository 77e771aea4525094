import type { ModelSource } from '../../src/core/model/source.ts';
import { modelRegistrationsContract } from '../contracts/model-registrations.contract.ts';
import { modelRegistryContract } from '../contracts/model-registry.contract.ts';
import { createMemoryRegistry } from './memory-registry.ts';

const workspace = { subscriptionId: 's', resourceGroup: 'ml', name: 'prod' };
const sources: readonly (readonly [string, ModelSource])[] = [
  ['a workspace', workspace],
  ['a registry', { kind: 'registry', ...workspace }],
];

for (const [what, source] of sources)
  describe(`test/support/memory-registry.ts, ${what}`, () => {
    modelRegistryContract(() => {
      const registry = createMemoryRegistry(source);
      return Promise.resolve({
        registry,
        source,
        register(model, version, more) {
          registry.register(model, version, more);
          return Promise.resolve();
        },
      });
    });
  });

describe('test/support/memory-registry.ts, written', () => {
  modelRegistrationsContract(() => {
    const registry = createMemoryRegistry(workspace);
    return Promise.resolve({ registry, registrations: registry.registrations, workspace });
  });
});
