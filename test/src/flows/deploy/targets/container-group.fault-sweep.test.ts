import assert from 'node:assert/strict';
import { fail } from '../../../../../src/core/errors/catalogue.ts';
import { died } from '../../../../support/fake-azure-ml.ts';
import { faults } from '../support/faulty-ports.ts';
import { changes, type GroupSweep, keyKinds, runSweep, versions } from './support/group-sweep.ts';

const cut = fail('AzureNotReachable', { url: 'https://azure', reason: 'cut' });

/** What served before is known to the run alone that replaces it: who ends it, or cuts it off, ends its way back. */
const isCutShort = ({ troubles, lost }: GroupSweep): boolean =>
  lost?.how === died || troubles.some(({ fault }) => /^(?:kill|outage)/.test(fault));

async function check(sweep: GroupSweep) {
  const { old, left, end, again, healed, calls, traffic } = await runSweep(sweep);
  const where = JSON.stringify({ ...sweep, call: calls.at((sweep.troubles[0]?.at ?? 1) - 1), left, end });
  const isGood = sweep.version === 'good';
  const isLost = sweep.version === 'bad in place' && isCutShort(sweep);
  if (!isCutShort(sweep)) {
    assert.ok(left.version === '6' || (isGood && left.version === '7'), where);
    assert.ok(left.hasTelemetry, where);
  }
  assert.equal(end.words === 'done' || end.words === 'nothing', isGood, where);
  assert.equal(end.candidate, false, where);
  if (isGood) {
    assert.deepEqual([end.version, end.hasTelemetry], ['7', true], where);
    assert.equal(again.words, 'nothing', where);
  } else if (!isLost) {
    assert.deepEqual([end.version, end.hasTelemetry], ['6', true], where);
    assert.equal(end.content, old.content, where);
  }
  // Who goes back to the earlier files gets it, with its keys.
  const { version, candidate } = await healed();
  assert.deepEqual([version, candidate], ['6', false], where);
  // New containers that never proved themselves have cost callers nothing.
  if (sweep.version === 'bad') assert.equal(traffic.failed, 0, where);
  return traffic;
}

describe('src/flows/deploy/targets/container-group.ts: fault sweep', function () {
  this.timeout(120_000);
  const totals = { rollouts: 0, sent: 0, worstGapMs: 0 };
  const count = ({ sent, worstGapMs }: Awaited<ReturnType<typeof check>>) => {
    totals.rollouts += 1;
    totals.sent += sent;
    totals.worstGapMs = Math.max(totals.worstGapMs, worstGapMs);
  };

  after(() => {
    const { rollouts, sent, worstGapMs } = totals;
    process.stdout.write(
      `      ${rollouts} deployments, ${sent} requests, worst gap ${worstGapMs} ms (a request every 500 ms; a group is replaced in place)\n`,
    );
  });

  for (const version of versions)
    for (const change of changes)
      it(`the group that served serves again or the new one does, with its keys: another ${change}, ${version}, every call, every fault, and again`, async () => {
        // Where keys come from makes no difference to what can be changed in place.
        for (const keys of change === 'model' ? keyKinds : (['own'] as const)) {
          const plain = { version, change, keys, troubles: [] };
          const { calls, writes } = await runSweep(plain);
          assert.ok(calls.length > 15 && writes > 1, `only ${calls.length} calls, ${writes} writes`);
          for (const fault of faults)
            for (let at = 1; at <= calls.length; at += 1)
              count(await check({ ...plain, troubles: [{ fault, at }] }));
          for (let write = 1; write <= writes; write += 1)
            for (const how of [cut, died]) count(await check({ ...plain, lost: { write, how } }));
        }
      });
});
