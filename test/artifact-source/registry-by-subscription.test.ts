import assert from 'node:assert/strict';
import { registryBySubscription } from '../../artifact-source/registry-by-subscription.ts';
import { createScriptedRegistry } from './support/scripted-registry.ts';
import { modelVersion, workspace } from './support/versions.ts';

describe('artifact-source/registry-by-subscription.ts', () => {
  it('asks the client of the subscription, which it makes once', async () => {
    const made: string[] = [];
    const registry = registryBySubscription((subscription) => {
      made.push(subscription);
      const scripted = createScriptedRegistry();
      scripted.versions.push(modelVersion(`of ${subscription}`, 1));
      return scripted;
    });
    const [a, b] = ['a', 'b'].map((subscriptionId) => ({ ...workspace, subscriptionId }));
    assert.ok(a !== undefined && b !== undefined);
    assert.deepEqual(await registry.listModels(a), [{ model: 'fraud', latestVersion: 'of a' }]);
    assert.equal((await registry.listVersions(b, 'fraud'))[0]?.version, 'of b');
    assert.equal((await registry.latestVersion(a, 'fraud'))?.version, 'of a');
    assert.equal((await registry.getVersion(b, 'fraud', 'of b'))?.version, 'of b');
    assert.deepEqual(made, ['a', 'b']);
  });
});
