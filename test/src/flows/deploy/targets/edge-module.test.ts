import assert from 'node:assert/strict';
import type { PlanInput } from '../../../../../src/core/plan/plan.ts';
import { isExtensionError } from '../../../../../src/core/errors/extension-error.ts';
import { carryOut } from '../../../../../src/flows/deploy/carry-out.ts';
import { planningFromConfigs } from '../../../../../src/flows/deploy/plan-now.ts';
import { createEdgeModuleTarget } from '../../../../../src/flows/deploy/targets/edge-module.ts';
import { createAutoClock } from '../../../../support/auto-clock.ts';
import { FakeEdgeHub } from '../../../../support/fake-edge-hub.ts';
import { createMemoryLog } from '../../../../support/memory-log.ts';
import {
  model,
  nothingThere,
  planInput,
  smallest,
  workspace,
  type File,
} from '../../../core/plan/support/plan-input.ts';

const hub = 'hub.azure-devices.net';

function setUp() {
  const clock = createAutoClock();
  const log = createMemoryLog();
  const fake = new FakeEdgeHub(['edge-1', 'edge-2'], clock);
  const built: string[] = [];
  const target = createEdgeModuleTarget({
    configurations: fake,
    devices: fake,
    images: {
      look: () => Promise.resolve(nothingThere),
      steps: {
        'download-model': () => Promise.resolve(),
        'upload-context': () => Promise.resolve(),
        'build-image': (step) => {
          built.push(step.why);
          return Promise.resolve();
        },
      },
    },
  });
  const input = (version = '1', more: File = {}): PlanInput =>
    planInput({
      deployment: { ...smallest.iotedge, deviceId: undefined, targetCondition: '*', ...more },
      models: [model('fraud', version)],
    });
  const deploy = async (version?: string, more?: File) =>
    (await carryOut(input(version, more), planningFromConfigs(target), { clock, log })).plan;
  const ids = () => [...fake.layers.keys()];
  return { clock, log, fake, target, deploy, ids, built };
}

const failsWith = (code: string, words: RegExp) => (error: unknown) => {
  assert.ok(isExtensionError(error), String(error));
  assert.equal(error.code, code);
  assert.match(error.message, words);
  return true;
};

const ref = { workspace, service: 'fraud', iotHub: hub };

describe('src/flows/deploy/targets/edge-module.ts', () => {
  it('brings the module to the devices, and changes nothing the second time', async () => {
    const { deploy, ids, fake, target, log, built } = setUp();
    const plan = await deploy();
    assert.equal(built.length, 1);
    assert.deepEqual(ids(), [plan.deployment]);
    const writes = fake.writes.length;
    assert.deepEqual((await deploy()).steps, []);
    assert.equal(fake.writes.length, writes);
    const state = await target.service(ref);
    assert.equal(state?.state, 'running');
    assert.match(log.lines.join('\n'), /0 of 2 devices run it; edge-1: the module has just started/);
    assert.match(log.lines.join('\n'), /all 2 devices run it/);
  });

  it('replaces the earlier layer once the devices run the new one, and ends at the priority that was asked for', async () => {
    const { deploy, ids, fake } = setUp();
    const first = (await deploy('1')).deployment ?? '';
    const second = (await deploy('2')).deployment ?? '';
    assert.deepEqual(ids(), [second]);
    assert.deepEqual(fake.writes.slice(1), [
      `create ${second} (11)`,
      `delete ${first}`,
      `priority ${second} 10`,
    ]);
    assert.equal(fake.layers.get(second)?.priority, 10);
  });

  for (const [what, fate, reason] of [
    ['ends on a device', { exit: 3 }, /edge-2: it is in the state backoff after exit code 3/],
    ['can not be pulled', 'no-image', /edge-2: manifest for .* not found/],
  ] as const)
    it(`goes back to the earlier layer when the new module ${what}`, async () => {
      const { deploy, ids, fake, log } = setUp();
      const first = (await deploy('1')).deployment ?? '';
      const good = fake.layers.get(first)?.modules['fraud'];
      fake.fate = (image, device) => (image !== good && device === 'edge-2' ? fate : 'runs');
      await assert.rejects(deploy('2'), failsWith('EdgeModuleFailed', reason));
      assert.deepEqual(ids(), [first]);
      assert.match(log.lines.join('\n'), /fraud on edge-2 has printed this/);
      // The same command later carries on from there.
      fake.fate = () => 'runs';
      const again = await deploy('2');
      assert.deepEqual(ids(), [again.deployment]);
    });

  it('takes a layer that some devices run when the others stay silent, and names those', async () => {
    const { deploy, ids, fake, log } = setUp();
    fake.fate = (_, device) => (device === 'edge-2' ? 'silent' : 'runs');
    const { deployment } = await deploy();
    assert.deepEqual(ids(), [deployment]);
    assert.match(
      log.lines.join('\n'),
      /1 devices run it; it waits for the others \(edge-2: the agent has not reported yet\)/,
    );
  });

  it('goes back when no device has reported within the limit', async () => {
    const { deploy, ids, fake } = setUp();
    fake.fate = () => 'silent';
    await assert.rejects(deploy(), failsWith('EdgeModuleFailed', /no device has run it within 30 minutes/));
    assert.deepEqual(ids(), []);
  });

  it('leaves a layer that no device meets yet', async () => {
    const { deploy, ids, log } = setUp();
    const { deployment } = await deploy('1', { targetCondition: "deviceId = 'edge-9'" });
    assert.deepEqual(ids(), [deployment]);
    assert.match(
      log.lines.join('\n'),
      /no device meets the target condition; the first one that does will run it/,
    );
  });

  it('continues after a kill between any two steps', async () => {
    for (const cut of ['await-edge-devices', 'delete-edge-configuration', 'set-edge-priority']) {
      const { deploy, ids, fake, target } = setUp();
      await deploy('1');
      const real = target.steps[cut];
      assert.ok(real);
      const steps = target.steps as Record<string, typeof real>;
      steps[cut] = () => Promise.reject(new Error('killed'));
      await assert.rejects(deploy('2'), /killed/);
      steps[cut] = real;
      const { deployment } = await deploy('2');
      assert.deepEqual(ids(), [deployment], cut);
      assert.equal(fake.layers.get(deployment ?? '')?.priority, 10, cut);
    }
  });

  it('shows the log of every device, and deletes every layer', async () => {
    const { deploy, ids, target } = setUp();
    await deploy();
    assert.equal(
      await target.logs(ref, 10),
      '--- edge-1\nfraud on edge-1 has printed this\n--- edge-2\nfraud on edge-2 has printed this',
    );
    await target.delete(ref);
    assert.deepEqual(ids(), []);
    assert.equal(await target.service(ref), undefined);
    assert.equal(await target.logs(ref, 10), '');
  });

  it('leaves the layers of other services alone', async () => {
    const { deploy, ids, fake, target } = setUp();
    const { deployment } = await deploy();
    const body = fake.layers.get(deployment ?? '')?.body;
    for (const id of ['fraud-detection-000000000000', 'fraud', 'fraud-12'])
      await fake.create(hub, id, { ...body, targetCondition: "deviceId = 'nobody'" });
    await target.delete(ref);
    assert.deepEqual(ids(), ['fraud-detection-000000000000', 'fraud', 'fraud-12']);
  });

  it('says that a module answers on its devices only, and asks for the hub', async () => {
    const { target } = setUp();
    await assert.rejects(
      target.invoke(ref, '{}'),
      failsWith('EdgeModuleNotInvocable', /on its devices only/),
    );
    await assert.rejects(
      target.service({ workspace, service: 'fraud' }),
      failsWith('InputMissing', /IoT Hub/),
    );
  });
});
