import assert from 'node:assert/strict';
import { createCancellation } from '../../../../../src/adapters/local/cancellation.ts';
import { leaseTag, parseLease, type Claim } from '../../../../../src/core/rollout/lease.ts';
import { memoryTag } from '../../../../../src/core/rollout/memory.ts';
import { strategies, type Strategy } from '../../../../../src/core/rollout/settings.ts';
import { deployModel } from '../../../../../src/flows/deploy/deploy-model.ts';
import type { Clock } from '../../../../../src/ports/clock.ts';
import { createAutoClock } from '../../../../support/auto-clock.ts';
import { catalogueError } from '../../../../support/catalogue-error.ts';
import { createFakeAzureMl } from '../../../../support/fake-azure-ml.ts';
import { createMemoryLog } from '../../../../support/memory-log.ts';
import { goodFiles, portsOf, request, twoVersions } from '../support/deploy-set-up.ts';

/** Version 6 serves; the roll-out of version 7 is cancelled at its n-th wait. */
async function cancelledAt(strategy: Strategy, turn: number) {
  const rollout = `rollout: { strategy: ${strategy}, steps: [10, 50], pauseSeconds: 2, minimumSamples: 5 }\n`;
  const contents = {
    ...goodFiles,
    'repo/deploymentconfig.yml': `${goodFiles['repo/deploymentconfig.yml']}${rollout}`,
  };
  const azure = createFakeAzureMl(twoVersions());
  const log = createMemoryLog();
  const inner = createAutoClock();
  const deploy = (version: string, clock: Clock, checkpoint = (): void => undefined) => {
    const number = Number(version);
    const holder = `agent-${inner.now().getTime()}`;
    const claim: Claim = { kind: 'release', number, holder, since: inner.now() };
    return deployModel(
      { ...request, version, claim },
      { ...portsOf(azure, { contents, clock, log }), checkpoint },
    );
  };
  const old = (await deploy('6', inner)).deployment ?? '';
  let waits = 0;
  const cancellation = createCancellation({
    now: () => inner.now(),
    async sleep(milliseconds) {
      waits += 1;
      if (waits === turn) cancellation.cancel('SIGTERM');
      await inner.sleep(milliseconds);
    },
  });
  const run = deploy('7', cancellation.clock, cancellation.checkpoint);
  const again = () => deploy('7', inner);
  return { old, run, again, log, azure, waits: () => waits };
}

describe('src/flows/deploy/rollout (cancelled)', () => {
  for (const strategy of strategies.filter((one) => one !== 'replace'))
    it(`${strategy}: at every wait the old version gets everything back, and the same command continues`, async () => {
      let turn = 1;
      for (; ; turn += 1) {
        const { old, run, again, azure, log, waits } = await cancelledAt(strategy, turn);
        const isOver = await run.then(
          () => waits() < turn,
          (error: unknown) => {
            catalogueError('RunCancelled', 'SIGTERM')(error);
            return false;
          },
        );
        if (isOver) break;
        const endpoint = azure.stored.endpoints.get('fraud');
        assert.deepEqual(endpoint?.traffic, { [old]: 100 }, `wait ${turn}`);
        assert.deepEqual(endpoint.mirrorTraffic, {});
        assert.equal(endpoint.tags[memoryTag], undefined);
        assert.equal(parseLease(endpoint.tags[leaseTag])?.state, 'ended');
        // The first wait is for the lease, before any step.
        if (turn > 1) assert.match(log.lines.join('\n'), /warning: Cancelled in step \d+ of \d+ \(judge /);
        const { deployment = '' } = await again();
        assert.deepEqual(endpoint.traffic, { [deployment]: 100 });
      }
      assert.ok(turn > 5, `only ${turn} waits`);
    });

  it('is asked between steps, too', async () => {
    const world = createFakeAzureMl(twoVersions());
    const log = createMemoryLog();
    const clock = createAutoClock();
    const { cancel, checkpoint } = createCancellation(clock);
    cancel('SIGINT');
    const ports = { ...portsOf(world, { contents: goodFiles, clock, log }), checkpoint };
    await assert.rejects(deployModel(request, ports), catalogueError('RunCancelled', 'SIGINT'));
    assert.deepEqual(world.writes, []);
  });
});
