import assert from 'node:assert/strict';
import fc from 'fast-check';
import { autoscaleSettingId } from '../../../../../src/core/plan/targets/autoscale.ts';
import { leaseTag, parseLease } from '../../../../../src/core/rollout/lease.ts';
import { memoryTag } from '../../../../../src/core/rollout/memory.ts';
import { strategies } from '../../../../../src/core/rollout/settings.ts';
import { died } from '../../../../support/fake-azure-ml.ts';
import { request } from '../support/deploy-set-up.ts';
import { faults, type Trouble } from '../support/faulty-ports.ts';
import { sweep, versions, type Sweep, type SweepReport } from './support/sweep.ts';

const sharesOf = (split: Readonly<Record<string, number>>) =>
  Object.entries(split).filter(([, share]) => share > 0);

/** What must hold at the end, and of the requests on the way. */
function check(order: Sweep, report: SweepReport): void {
  const { split, old, fresh, traffic, azure, autoscale } = report;
  const where = JSON.stringify({ ...order, words: report.words, split });
  const wanted = order.version === 'good' ? fresh : old;
  // A bad version that nothing judges under traffic is what "replace" is: then it is the user's choice.
  const isUnwatched = order.strategy === 'replace' && order.version === 'bad under traffic';
  if (isUnwatched) assert.equal(sharesOf(split).length, 1, where);
  else assert.deepEqual(split, { [wanted]: 100 }, where);
  assert.equal(traffic.failed, 0, `requests failed: ${where}`);
  if (order.version !== 'bad under traffic') assert.equal(traffic.answeredBadly, 0, where);
  const endpoint = azure.stored.endpoints.get('fraud');
  assert.deepEqual(endpoint?.mirrorTraffic, {}, where);
  assert.equal(endpoint.tags[memoryTag], undefined, `something is remembered: ${where}`);
  assert.equal(endpoint.tags['team'], 'risk', `a tag of somebody else is lost: ${where}`);
  assert.equal(parseLease(endpoint.tags[leaseTag])?.state, 'ended', `the lease is held: ${where}`);
  const there = [...azure.stored.deployments.keys()];
  if (order.tidies && order.version === 'good') assert.deepEqual(there, [`fraud/${fresh}`], where);
  // Its smoke tests fail when it is deployed again, before it comes to what is left of the old one.
  if (isUnwatched) return;
  const settingOf = (key: string) =>
    autoscaleSettingId(request.workspace, 'fraud', key.replace('fraud/', '')).toLowerCase();
  const expected = order.target === 'managed' ? there.map(settingOf) : [];
  assert.deepEqual([...autoscale.settings.keys()].toSorted(), expected.toSorted(), `autoscale: ${where}`);
}

/** Who still could has left one version with all traffic, and the endpoint to others. */
function checkLeft(order: Sweep, { left, old, fresh }: SweepReport): void {
  const where = JSON.stringify({ ...order, left });
  const [[first, share] = ['', 0], ...others] = sharesOf(left.split);
  assert.ok([old, fresh].includes(first) && share === 100 && others.length === 0, `a mixture: ${where}`);
  assert.notEqual(left.lease?.state, 'held', `the lease is held: ${where}`);
}

describe('src/flows/deploy/rollout: fault sweep', function () {
  // Thousands of roll-outs in memory.
  this.timeout(180_000);
  const totals = { rollouts: 0, sent: 0, failed: 0, worstGapMs: 0 };

  async function checked(order: Sweep): Promise<SweepReport> {
    const report = await sweep(order);
    check(order, report);
    const { traffic, left } = report;
    const isAlive =
      left.words !== died.message && order.troubles.flat().every(({ fault }) => fault !== 'outage');
    const [[trouble] = []] = order.troubles;
    // Whose last call it is that fails can tidy up no more.
    const couldLeave = trouble === undefined || trouble.at < report.calls.length;
    if (isAlive && couldLeave && order.troubles.flat().length < 2) checkLeft(order, report);
    totals.rollouts += 1;
    totals.sent += traffic.sent;
    totals.failed += traffic.failed;
    if (order.version === 'good') totals.worstGapMs = Math.max(totals.worstGapMs, traffic.worstGapMs);
    return report;
  }

  after(() => {
    const { rollouts, sent, failed, worstGapMs } = totals;
    process.stdout.write(
      `      ${rollouts} roll-outs, ${sent} requests, ${failed} failed, worst gap ${worstGapMs} ms (requests come every 100 ms)\n`,
    );
  });

  const roads = [
    ...strategies.map(
      (strategy) => ({ target: 'managed', strategy, tidies: strategy !== 'blue-green' }) as const,
    ),
    ...(['replace', 'blue-green', 'canary'] as const).map(
      (strategy) => ({ target: 'kubernetes', strategy, tidies: strategy === 'blue-green' }) as const,
    ),
  ];
  for (const road of roads)
    for (const version of versions)
      it(`${road.target}, ${road.strategy}, a version that is ${version}: every call, every fault, and again`, async () => {
        const base = { ...road, version };
        const { calls } = await checked({ ...base, troubles: [] });
        assert.ok(calls.length >= 7, `only ${calls.length} calls`);
        for (const fault of faults)
          for (let at = 1; at <= calls.length; at += 1)
            await checked({ ...base, troubles: [[{ fault, at }]] });
      });

  it('anything twice: on the way and on the way back, in one run or in the next', async () => {
    const trouble = fc.record<Trouble>({
      fault: fc.constantFrom(...faults),
      at: fc.integer({ min: 1, max: 60 }),
    });
    const troubles = fc.oneof(
      fc.tuple(trouble, trouble).map((both) => [both]),
      fc.tuple(trouble, trouble).map(([one, other]) => [[one], [other]]),
    );
    const order = fc
      .record({ road: fc.constantFrom(...roads), version: fc.constantFrom(...versions), troubles })
      .map(({ road, ...rest }): Sweep => ({ ...road, ...rest }));
    await fc.assert(
      fc.asyncProperty(order, async (one) => {
        await checked(one);
      }),
      { numRuns: 300 },
    );
  });
});
