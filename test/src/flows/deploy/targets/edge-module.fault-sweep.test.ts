import assert from 'node:assert/strict';
import { carryOut } from '../../../../../src/flows/deploy/carry-out.ts';
import { planningFromConfigs } from '../../../../../src/flows/deploy/plan-now.ts';
import { createEdgeModuleTarget } from '../../../../../src/flows/deploy/targets/edge-module.ts';
import { died } from '../../../../support/fake-azure-ml.ts';
import { FakeEdgeHub, type Fate } from '../../../../support/fake-edge-hub.ts';
import { createMemoryLog } from '../../../../support/memory-log.ts';
import { model, nothingThere, planInput, smallest } from '../../../core/plan/support/plan-input.ts';
import { createConstantRate } from '../support/constant-rate.ts';
import { createFaultyPorts, faults, type Trouble } from '../support/faulty-ports.ts';

const devices = ['edge-1', 'edge-2'];
const fates = {
  runs: 'runs',
  ends: { exit: 3 },
  'can not be pulled': 'no-image',
} as const satisfies Record<string, Fate>;

interface Sweep {
  /** What comes of the new module on the second device. */
  readonly fate: keyof typeof fates;
  readonly troubles: readonly Trouble[];
}

const callMs = 40;

/** One deployment with its fault, and the same command again. */
async function sweep({ fate, troubles }: Sweep) {
  let oldImage = '';
  // A device has a layer to run, the earlier one or the new one.
  const live = createConstantRate(100, () =>
    devices.every((device) => oldImage === '' || hub.moduleOn(device, 'fraud') !== undefined),
  );
  const hub = new FakeEdgeHub(devices, live.clock);
  const log = createMemoryLog();
  const deploy = async (version: string, met: readonly Trouble[]) => {
    const faulty = createFaultyPorts(met, () => live.pass(callMs));
    const port = faulty.around('hub', hub);
    const images = faulty.around('images', {
      build: () => Promise.resolve(),
      look: () => Promise.resolve(nothingThere),
    });
    const target = createEdgeModuleTarget({
      configurations: port,
      devices: port,
      images: {
        look: () => images.look(),
        steps: {
          'download-model': () => images.build(),
          'upload-context': () => images.build(),
          'build-image': () => images.build(),
        },
      },
    });
    const input = planInput({
      deployment: { ...smallest.iotedge, deviceId: undefined, targetCondition: '*' },
      models: [model('fraud', version)],
    });
    const words = await carryOut(input, planningFromConfigs(target), { clock: live.clock, log }).then(
      () => 'done',
      (error: unknown) => (error instanceof Error ? error.message : String(error)),
    );
    return { words, calls: faulty.calls };
  };
  assert.equal((await deploy('6', [])).words, 'done');
  const [old = ''] = hub.layers.keys();
  oldImage = hub.moduleOn('edge-1', 'fraud') ?? '';
  live.reset();
  hub.fate = (image, device) => (image !== oldImage && device === 'edge-2' ? fates[fate] : 'runs');
  const { calls, words: firstWords } = await deploy('7', troubles);
  const left = [...hub.layers.keys()];
  live.pass(10_000);
  const { words } = await deploy('7', []);
  return { old, calls, firstWords, left, words, layers: [...hub.layers.values()], traffic: live.counts };
}

describe('src/flows/deploy/targets/edge-module.ts: fault sweep', function () {
  this.timeout(60_000);
  const totals = { rollouts: 0, sent: 0, failed: 0, worstGapMs: 0 };

  after(() => {
    const { rollouts, sent, failed, worstGapMs } = totals;
    process.stdout.write(
      `      ${rollouts} deployments, ${sent} looks at the devices, ${failed} without a layer, worst gap ${worstGapMs} ms (a look every 100 ms)\n`,
    );
  });

  for (const fate of Object.keys(fates) as (keyof typeof fates)[])
    it(`devices always have the earlier layer or the new one, whose module ${fate}: every call, every fault, and again`, async () => {
      const { calls } = await sweep({ fate, troubles: [] });
      assert.ok(calls.length > 6, `only ${calls.length} calls`);
      for (const fault of faults)
        for (let at = 1; at <= calls.length; at += 1) {
          const order = { fate, troubles: [{ fault, at }] };
          const { old, words, firstWords, left, layers, traffic } = await sweep(order);
          const where = JSON.stringify({ ...order, call: calls[at - 1], firstWords, words, left });
          assert.equal(words === 'done', fate === 'runs', where);
          assert.equal(layers.length, 1, where);
          assert.equal(layers[0]?.id === old, fate !== 'runs', where);
          assert.equal(layers[0]?.priority, 10, where);
          assert.equal(traffic.failed, 0, where);
          // Who lives on has not left a module that fails above the one that runs.
          const couldTidy = firstWords !== died.message && fault !== 'outage' && at < calls.length;
          if (fate !== 'runs' && couldTidy) assert.deepEqual(left, [old], where);
          totals.rollouts += 1;
          totals.sent += traffic.sent;
          totals.failed += traffic.failed;
          totals.worstGapMs = Math.max(totals.worstGapMs, traffic.worstGapMs);
        }
    });
});
