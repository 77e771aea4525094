import assert from 'node:assert/strict';
import { keysTag } from '../../../../../src/core/plan/targets/container-group-tags.ts';
import { groupKeys, keysFor } from '../../../../../src/flows/deploy/targets/group-keys.ts';
import type { ContainerGroup } from '../../../../../src/ports/container-groups.ts';
import { catalogueError } from '../../../../support/catalogue-error.ts';

const workspace = { subscriptionId: 's', resourceGroup: 'ml', name: 'prod' };
const own = { id: '/registries/mine', server: 'mine.azurecr.io' };

const group = (origin: string | undefined, server = own.server): ContainerGroup => ({
  ...{ name: 'fraud', provisioningState: 'Succeeded', state: 'Running', location: 'westeurope' },
  tags: origin === undefined ? {} : { [keysTag]: origin },
  containers: [
    {
      name: 'scoring',
      image: `${server}/fraud:1`,
      state: 'Running',
      detail: '',
      restarts: 0,
      warnings: [],
    },
  ],
  ports: [80],
  body: {},
});

/** The registries whose password was asked for, and what the target says of the group. */
function keysOf(found: ContainerGroup | undefined) {
  const asked: string[] = [];
  const keys = groupKeys({
    groups: { get: ({ group: name }) => Promise.resolve(name === 'fraud' ? found : undefined) },
    builds: {
      registryOf: () => Promise.resolve(own),
      key(registry) {
        asked.push(registry);
        return Promise.resolve({ username: 'admin', password: `password of ${registry}` });
      },
    },
  });
  return { keys, asked };
}

describe('src/flows/deploy/targets/group-keys.ts', () => {
  it('finds the keys that the deployment derived', async () => {
    const { keys, asked } = keysOf(group('registry'));
    const derived = keysFor(`password of ${own.id}`, workspace, 'fraud');
    assert.deepEqual(await keys.read(workspace, 'fraud'), {
      primary: derived.primaryKey,
      secondary: derived.secondaryKey,
    });
    assert.deepEqual(asked, [own.id]);
  });

  it('asks the registry that the image comes from, also when it is not the workspace’s', async () => {
    const { keys, asked } = keysOf(group('registry', 'other.azurecr.io'));
    await keys.read(workspace, 'fraud');
    assert.match(asked.join(), /\/registries\/other$/);
  });

  it('asks for no password where the keys stand in a file, or nowhere', async () => {
    for (const origin of ['config', 'none', undefined]) {
      const { keys, asked } = keysOf(group(origin));
      await assert.rejects(keys.read(workspace, 'fraud'), catalogueError('ServiceKeyUnknown', "'fraud'"));
      assert.deepEqual(asked, []);
    }
  });

  it('says which group is not there', async () => {
    const { keys } = keysOf(undefined);
    await assert.rejects(
      keys.read(workspace, 'fraud'),
      catalogueError('AzureResourceNotFound', 'containerGroups/fraud'),
    );
  });
});
