import assert from 'node:assert/strict';
import type { PlanInput } from '../../../../../src/core/plan/plan.ts';
import { carryOut } from '../../../../../src/flows/deploy/carry-out.ts';
import { planningFromConfigs } from '../../../../../src/flows/deploy/plan-now.ts';
import { createBatchTarget } from '../../../../../src/flows/deploy/targets/batch.ts';
import { createFakeAzureMl } from '../../../../support/fake-azure-ml.ts';
import { createFakeBatch } from '../../../../support/fake-batch.ts';
import { createMemoryLog } from '../../../../support/memory-log.ts';
import { createMemoryModelFiles } from '../../../../support/memory-model-files.ts';
import { createMemoryRegistry } from '../../../../support/memory-registry.ts';
import { model, planInput, smallest, workspace } from '../../../core/plan/support/plan-input.ts';
import { createConstantRate } from '../support/constant-rate.ts';
import { createFaultyPorts, faults, type Trouble } from '../support/faulty-ports.ts';

interface Sweep {
  readonly version: 'good' | 'bad';
  readonly troubles: readonly Trouble[];
}

const callMs = 40;

/** One deployment with its fault, and the same command again. */
async function sweep({ version, troubles }: Sweep) {
  const azure = createFakeAzureMl(createMemoryRegistry(workspace));
  azure.stored.computes.set('cpu-cluster', {
    ...{ name: 'cpu-cluster', type: 'AmlCompute', provisioningState: 'Succeeded', maxNodes: 4 },
  });
  const storage = createMemoryModelFiles();
  const batch = createFakeBatch(storage);
  const endpoint = () => batch.stored.get('fraud');
  // A job that names no deployment.
  const live = createConstantRate(1_000, () => {
    const { defaultDeployment = '', deployments } = endpoint() ?? {};
    return deployments?.get(defaultDeployment)?.provisioningState === 'Succeeded';
  });
  const log = createMemoryLog();
  let unique = 0;
  const deploy = (number: string, met: readonly Trouble[]) => {
    const faulty = createFaultyPorts(met, () => live.pass(callMs));
    const around = <T extends object>(name: string, port: T): T => faulty.around(name, port);
    const target = createBatchTarget({
      facts: around('facts', azure.facts),
      environments: around('environments', azure.environments),
      code: around('code', azure.code),
      computes: around('computes', azure.computes),
      endpoints: around('endpoints', batch.endpoints),
      deployments: around('deployments', batch.deployments),
      jobs: around('jobs', batch.jobs),
      stores: around('stores', storage),
      files: around('files', storage),
      upload: (...args) => around('storage', { upload: storage.upload }).upload(...args),
      readBlob: ({ container }, name) => Promise.resolve(storage.blobs.get(`${container}/${name}`) ?? ''),
      unique: () => String((unique += 1)),
      ...{ clock: live.clock, log },
    });
    const input: PlanInput = {
      ...planInput({ deployment: smallest.batch, models: [model('fraud', number)] }),
      source: [{ path: 'score.py', size: 3, sha256: 'aa', absolutePath: '/repo/score.py' } as never],
    };
    const run = carryOut(input, planningFromConfigs(target), {
      testRequest: '{"data": [1]}',
      clock: live.clock,
      log,
    });
    const ended = run.then(
      () => 'done',
      (error: unknown) => (error instanceof Error ? error.message : String(error)),
    );
    return ended.then((words) => ({ words, calls: faulty.calls }));
  };
  assert.equal((await deploy('6', [])).words, 'done');
  const old = endpoint()?.defaultDeployment ?? '';
  live.reset();
  batch.states = version === 'good' ? ['Running', 'Completed'] : ['Running', 'Failed'];
  const { calls, words: firstWords } = await deploy('7', troubles);
  const left = endpoint()?.defaultDeployment;
  live.pass(10_000);
  const { words } = await deploy('7', []);
  const fresh = [...(endpoint()?.deployments.keys() ?? [])].find((name) => name !== old);
  return {
    old,
    fresh,
    left,
    calls,
    firstWords,
    words,
    wanted: endpoint()?.defaultDeployment,
    traffic: live.counts,
  };
}

describe('src/flows/deploy/targets/batch.ts: fault sweep', () => {
  const totals = { rollouts: 0, sent: 0, failed: 0, worstGapMs: 0 };

  after(() => {
    const { rollouts, sent, failed, worstGapMs } = totals;
    process.stdout.write(
      `      ${rollouts} deployments, ${sent} jobs that name none, ${failed} failed, worst gap ${worstGapMs} ms (a job comes every 1000 ms)\n`,
    );
  });

  for (const version of ['good', 'bad'] as const)
    it(`jobs always find the old default or the new one, with a version that is ${version}: every call, every fault, and again`, async () => {
      const { calls } = await sweep({ version, troubles: [] });
      assert.ok(calls.length > 10, `only ${calls.length} calls`);
      for (const fault of faults)
        for (let at = 1; at <= calls.length; at += 1) {
          const order = { version, troubles: [{ fault, at }] };
          const { old, fresh, left, wanted, words, firstWords, traffic } = await sweep(order);
          const where = JSON.stringify({ ...order, call: calls[at - 1], firstWords, words });
          assert.ok(left === old || (version === 'good' && left === fresh), `left ${left}: ${where}`);
          assert.equal(words === 'done', version === 'good', where);
          assert.equal(wanted, version === 'good' ? fresh : old, where);
          assert.equal(traffic.failed, 0, where);
          totals.rollouts += 1;
          totals.sent += traffic.sent;
          totals.failed += traffic.failed;
          totals.worstGapMs = Math.max(totals.worstGapMs, traffic.worstGapMs);
        }
    });
});
