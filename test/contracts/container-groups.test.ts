import { createAutoClock } from '../support/auto-clock.ts';
import { FakeContainerGroups } from '../support/fake-container-groups.ts';
import { FakeImageBuilds } from '../support/fake-image-builds.ts';
import { containerGroupsContract } from './container-groups.contract.ts';
import { imageBuildsContract } from './image-builds.contract.ts';

const workspace = { subscriptionId: 's', resourceGroup: 'ml', name: 'prod' };

describe('contracts/image-builds (fake)', () => {
  imageBuildsContract(() =>
    Promise.resolve({ builds: new FakeImageBuilds(workspace), workspace, archive: '/work/context.tar.gz' }),
  );
});

describe('contracts/container-groups (fake)', () => {
  containerGroupsContract(() => {
    const clock = createAutoClock();
    const registry = new FakeImageBuilds(workspace);
    registry.images.add('weights:1');
    const { server, password } = registry;
    return Promise.resolve({
      groups: new FakeContainerGroups({ clock, registry, operationMs: 60_000 }),
      ...{ workspace, image: `${server}/weights:1`, sleep: (ms: number) => clock.sleep(ms) },
      registry: { server, username: 'example', password },
    });
  });
});
