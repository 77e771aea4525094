// Incoming webhooks on the emulated Azure DevOps: what a YAML pipeline gets of a firing, and how often.
import assert from 'node:assert/strict';
import { fire } from '../../../../artifact-source/fire.ts';
import { createIncomingWebhooks } from '../../../../src/adapters/release-hook/incoming-webhooks.ts';
import type { Firing } from '../../../../src/core/firing/firing.ts';
import type { FiringTargets } from '../../../../src/ports/firing-targets.ts';
import { Triggering } from '../../../apps/emulator/azure-devops/support/triggering.ts';
import { endedRuns, logText } from '../../../apps/emulator/azure-devops/support/yaml-runs.ts';
import { modelVersion, watchOf } from '../../../artifact-source/support/versions.ts';
import { createAutoClock } from '../../../support/auto-clock.ts';
import { catalogueError } from '../../../support/catalogue-error.ts';
import { trustAuthority } from '../../../support/trust-authority.ts';

const yaml = `resources:
  webhooks:
    - webhook: fraud
      connection: new-model-connection
      filters:
        - { path: model, value: fraud }
        - { path: tag_stage, value: prod }
steps:
  - script: echo "\${{ parameters.fraud.model }} \${{ parameters.fraud.version }} of \${{ parameters.fraud.workspace }} by \${{ parameters.fraud.trainingRun }}"`;

describe('src/adapters/release-hook/incoming-webhooks.ts on the emulator', function () {
  this.timeout(30_000);
  let world: Triggering;
  let webhooks: FiringTargets;
  let pipeline: number;

  const firing = (version: string, stage: string): Firing => {
    const registered = { ...modelVersion(version, 70), jobName: 'brave_fig', tags: { stage } };
    const target = { kind: 'webhook', webhook: 'new-model', header: 'X-Signature', secretFrom: 'S' } as const;
    return { watch: { ...watchOf('every'), target }, version: registered, registered, reason: 'r' };
  };
  const connect = async (secret: string): Promise<FiringTargets> => {
    const { organizationUrl: url } = world.running.devops;
    return Promise.resolve(createIncomingWebhooks({ url, secretOf: () => secret, clock: createAutoClock() }));
  };

  beforeEach(async () => {
    world = await Triggering.start();
    trustAuthority(world.running.caPem);
    const api = await world.running.api.getServiceEndpointApi();
    await api.createServiceEndpoint({
      name: 'new-model-connection',
      type: 'incomingwebhook',
      url: 'https://dev.azure.com/',
      authorization: {
        scheme: 'None',
        parameters: { webhookname: 'new-model', secret: 'secret of the hook', header: 'X-Signature' },
      },
    });
    pipeline = await world.pipeline('Hooked', yaml);
    webhooks = await connect('secret of the hook');
  });
  afterEach(() => world.close());

  it('runs the pipelines that wait for it, with model, version, workspace and training run', async () => {
    await fire(firing('7', 'prod'), webhooks);
    await fire(firing('8', 'test'), webhooks);
    const runs = await endedRuns(world, pipeline);
    assert.equal(runs.length, 1);
    assert.match(await logText(world, runs[0]?.id ?? 0, 1), /fraud 7 of prod by brave_fig/);
  });

  it('runs them again when a firing is repeated: at least once, as documented', async () => {
    const order = firing('7', 'prod');
    await fire(order, webhooks);
    assert.equal((await fire(order, webhooks)).found, false);
    assert.equal((await endedRuns(world, pipeline)).length, 2);
  });

  it('is refused with another secret, and at a webhook that is not there', async () => {
    const order = firing('7', 'prod');
    await assert.rejects(fire(order, await connect('wrong')), catalogueError('DevOpsRejected', 'new-model'));
    const { watch } = order;
    const nowhere = {
      ...order,
      watch: { ...watch, target: { ...watch.target, webhook: 'nowhere' } as never },
    };
    await assert.rejects(fire(nowhere, webhooks), catalogueError('DevOpsRejected', 'nowhere'));
    assert.deepEqual(await endedRuns(world, pipeline), []);
  });
});
