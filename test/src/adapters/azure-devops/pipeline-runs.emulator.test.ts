// Runs of YAML pipelines on the emulated Azure DevOps, through the unmodified node API on both sides.
import assert from 'node:assert/strict';
import { createOrganization } from '../../../../src/adapters/azure-devops/organization.ts';
import { createPipelineRuns } from '../../../../src/adapters/azure-devops/pipeline-runs.ts';
import { Triggering, project } from '../../../apps/emulator/azure-devops/support/triggering.ts';
import { buildResource } from '../../../apps/emulator/azure-devops/support/yaml-runs.ts';
import { pipelineRunsContract } from '../../../contracts/pipeline-runs.contract.ts';
import { createAutoClock } from '../../../support/auto-clock.ts';
import { quotaOf } from '../../../support/quota-of.ts';
import { trustAuthority } from '../../../support/trust-authority.ts';

const yaml = `parameters:
  - { name: firing, type: string, default: '' }
  - { name: version, type: string, default: '' }
  - { name: origin, type: string, default: '' }
${buildResource}
steps:
  - script: echo "\${{ parameters.version }} of \${{ parameters.origin }}"`;

describe('src/adapters/azure-devops/pipeline-runs.ts on the emulator', function () {
  this.timeout(60_000);
  let world: Triggering;
  before(async () => {
    world = await Triggering.start();
    trustAuthority(world.running.caPem);
  });
  after(() => world.close());

  for (const buildListHasParameters of [true, false]) {
    describe(`with buildListHasParameters ${buildListHasParameters ? 'on' : 'off'}`, () => {
      const made: number[] = [];
      pipelineRunsContract(async () => {
        await world.turn({ buildListHasParameters });
        for (const id of made.splice(0)) await world.deletePipeline(id);
        const definition = await world.pipeline('deploy-fraud', yaml);
        made.push(definition, await world.pipeline('bare', 'steps: [{ script: "true" }]'));
        const { organizationUrl: url, personalAccessToken: token } = world.running.devops;
        const pipelines = await world.running.api.getPipelinesApi();
        const builds = await world.running.api.getBuildApi();
        return {
          runs: createPipelineRuns(createOrganization({ url, token, quota: quotaOf(createAutoClock()) })),
          project,
          definition,
          bare: 'bare',
          async seen() {
            const listed = (await pipelines.listRuns(project, definition)).toReversed();
            return Promise.all(
              listed.map(async ({ id = 0 }) => {
                const run = await pipelines.getRun(project, definition, id);
                const parameters = Object.entries(run.templateParameters ?? {}) as [string, string][];
                return {
                  id,
                  parameters: Object.fromEntries(parameters),
                  resource: run.resources?.builds?.['model']?.versionId,
                  tags: (await builds.getBuild(project, id)).tags ?? [],
                };
              }),
            );
          },
        };
      });
    });
  }

  it('meets no gap of the emulator', () => assert.deepEqual(world.running.gaps.entries(), []));
});
