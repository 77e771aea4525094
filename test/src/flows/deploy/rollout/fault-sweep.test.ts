import assert from 'node:assert/strict';
import { leaseTag, parseLease } from '../../../../../src/core/rollout/lease.ts';
import { memoryTag } from '../../../../../src/core/rollout/memory.ts';
import { strategies } from '../../../../../src/core/rollout/settings.ts';
import { faults } from './support/faulty-azure.ts';
import { sweep, versions, type Sweep, type SweepReport } from './support/sweep.ts';

/** What must hold at the end, and of the requests on the way. */
function check(order: Sweep, report: SweepReport): void {
  const { split, old, fresh, traffic, azure } = report;
  const where = JSON.stringify({ ...order, words: report.words, split });
  const wanted = order.version === 'good' ? fresh : old;
  // A bad version that nothing judges under traffic is what "replace" is: then it is the user's choice.
  const isUnwatched = order.strategy === 'replace' && order.version === 'bad under traffic';
  if (isUnwatched) assert.equal(Object.values(split).filter((share) => share > 0).length, 1, where);
  else assert.deepEqual(split, { [wanted]: 100 }, where);
  assert.equal(traffic.failed, 0, `requests failed: ${where}`);
  if (order.version !== 'bad under traffic') assert.equal(traffic.answeredBadly, 0, where);
  const endpoint = azure.stored.endpoints.get('fraud');
  assert.deepEqual(endpoint?.mirrorTraffic, {}, where);
  assert.equal(endpoint.tags[memoryTag], undefined, `something is remembered: ${where}`);
  if (order.version === 'good') assert.equal(parseLease(endpoint.tags[leaseTag])?.state, 'ended', where);
  if (order.version === 'good' && order.removeOld)
    assert.deepEqual([...azure.stored.deployments.keys()], [`fraud/${fresh}`], where);
}

describe('src/flows/deploy/rollout: fault sweep', function () {
  // Thousands of roll-outs in memory.
  this.timeout(180_000);
  const totals = { rollouts: 0, sent: 0, failed: 0, worstGapMs: 0 };

  after(() => {
    const { rollouts, sent, failed, worstGapMs } = totals;
    process.stdout.write(
      `      ${rollouts} roll-outs, ${sent} requests, ${failed} failed, worst gap ${worstGapMs} ms (requests come every 100 ms)\n`,
    );
  });

  for (const strategy of strategies)
    for (const version of versions)
      it(`${strategy}, a version that is ${version}: every call, every fault, and again`, async () => {
        const removeOld = strategy === 'canary';
        const base = { strategy, version, removeOld };
        const whole = await sweep({ ...base, fault: 'fail', at: 0 });
        check({ ...base, fault: 'fail', at: 0 }, whole);
        assert.ok(whole.calls >= 7, `only ${whole.calls} calls`);
        for (const fault of faults)
          for (let at = 1; at <= whole.calls; at += 1) {
            const order = { ...base, fault, at };
            const report = await sweep(order);
            check(order, report);
            totals.rollouts += 1;
            totals.sent += report.traffic.sent;
            totals.failed += report.traffic.failed;
            if (version === 'good')
              totals.worstGapMs = Math.max(totals.worstGapMs, report.traffic.worstGapMs);
          }
      });
});
