import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { addArmPolicies } from '../../src/adapters/azure-ml/arm/pipeline.ts';
import { answerOrAbsent } from '../../src/adapters/azure-ml/arm/management-failure.ts';
import { createContainerGroups } from '../../src/adapters/container-instance/container-groups.ts';
import { systemClock } from '../../src/adapters/local/clock.ts';
import { createBuilds } from '../../src/wiring/container-groups.ts';
import { archive, connectContainers, imageFiles } from '../apps/emulator/support/container-services.ts';
import { echoScript } from '../apps/emulator/support/deploy.ts';
import { type GroupsOnStack, startGroupsOnStack } from '../src/flows/deploy/support/groups-on-stack.ts';
import { containerGroupsContract } from './container-groups.contract.ts';
import { imageBuildsContract } from './image-builds.contract.ts';

describe('contracts: a registry that builds, and container groups (emulator)', function () {
  // The first run builds the virtual environment from the package registry.
  this.timeout(300_000);
  let around: GroupsOnStack;

  before(async () => {
    around = await startGroupsOnStack('contract');
  });
  after(() => around.close());

  describe('contracts/image-builds (emulator)', () => {
    imageBuildsContract(async () => {
      const { options, folder, ref } = around;
      const path = join(folder, 'context.tar.gz');
      await writeFile(path, await archive(imageFiles(2, echoScript)));
      return { builds: createBuilds(options), workspace: ref.workspace, archive: path };
    });
  });

  describe('contracts/container-groups (emulator)', () => {
    containerGroupsContract(async () => {
      const { options, stack, ref } = around;
      const services = connectContainers(stack);
      await services.build('weights:1', imageFiles(2, echoScript));
      return {
        groups: createContainerGroups({
          ...options,
          addPolicies: (pipeline) => addArmPolicies(pipeline, options),
          ask: answerOrAbsent,
        }),
        ...{ workspace: ref.workspace, image: `${services.server}/weights:1` },
        registry: await services.credentials(),
        sleep: (milliseconds) => systemClock.sleep(milliseconds),
      };
    });
  });
});
