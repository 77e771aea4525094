import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { isExtensionError } from '../../../src/core/errors/extension-error.ts';
import type { ModelSource } from '../../../src/core/model/source.ts';
import { promoteModel, type PromotePorts, type PromoteRequest } from '../../../src/flows/promote-model.ts';
import { catalogueError } from '../../support/catalogue-error.ts';
import { died } from '../../support/fake-azure-ml.ts';
import { createFaultyPorts, faults, type Trouble } from './deploy/support/faulty-ports.ts';
import { createPromotions, dev, prod, shared, weights, type Promotions } from './support/promotion-set-up.ts';

const lineage = { 'azureml-release.release': 'Release-3' };

const request = (world: Promotions, more: Partial<PromoteRequest> = {}): PromoteRequest => ({
  ...{ model: world.register('7'), from: dev, to: prod, nextVersion: false, lineage },
  ...more,
});

describe('src/flows/promote-model.ts', () => {
  for (const to of [prod, shared])
    it(`brings bytes, tags and origin into ${to.name}, once`, async () => {
      const world = createPromotions();
      const order = request(world, { to });
      const first = await promoteModel(order, world.ports);
      assert.deepEqual([first.kind, first.files, first.bytes], ['created', 3, 11]);
      assert.deepEqual(await world.bytesOf(to, first.model), weights);
      const { tags, properties, type, description } = first.model;
      assert.deepEqual(tags, { quality: 'good', ...lineage });
      assert.deepEqual([type, description, properties['area']], ['custom_model', 'a model', '0.93']);
      assert.equal(properties['azureml-release.promotedFrom'], order.model.id);
      assert.equal(properties['azureml-release.trainingRun'], 'brave_fox');
      assert.equal((await promoteModel(order, world.ports)).kind, 'there');
      assert.equal((await world.versions(to)).length, 1);
    });

  it('goes on from dev to production to a registry, and remembers the training run', async () => {
    const world = createPromotions();
    const { model } = await promoteModel(request(world), world.ports);
    const further = { model, from: prod, to: shared, nextVersion: false, lineage };
    const { model: last } = await promoteModel(further, world.ports);
    assert.equal(last.properties['azureml-release.promotedFrom'], model.id);
    assert.equal(last.properties['azureml-release.trainingRun'], 'brave_fox');
    assert.deepEqual(await world.bytesOf(shared, last), weights);
  });

  it('never lets two versions of equal lengths share a folder, where storage knows no MD5', async () => {
    const world = createPromotions(false);
    const promote = async (version: string, text: string) => {
      const model = world.register(version, { weights: text });
      const order = { model, from: dev, to: prod, nextVersion: false, lineage };
      return (await promoteModel(order, world.ports)).model;
    };
    const seven = await promote('7', 'aaaa');
    const eight = await promote('8', 'bbbb');
    assert.deepEqual(await world.bytesOf(prod, seven), { weights: 'aaaa' });
    assert.deepEqual(await world.bytesOf(prod, eight), { weights: 'bbbb' });
  });

  it('takes a number in a registry that no archived version has', async () => {
    const world = createPromotions();
    world.archive(shared, '1');
    const order = request(world, { to: shared, nextVersion: true });
    assert.equal((await promoteModel(order, world.ports)).model.version, '2');
  });

  it('refuses a number that other files have, and what has no files', async () => {
    const world = createPromotions();
    await promoteModel(request(world), world.ports);
    const other = world.register('7', { 'model.onnx': 'others' });
    await assert.rejects(
      promoteModel(request(world, { model: { ...other, id: `${other.id}x` } }), world.ports),
      catalogueError('ModelVersionTaken', 'fraud', '7'),
    );
    const nothing = { ...other, uri: 'azureml://datastores/workspaceblobstore/paths/none' };
    await assert.rejects(
      promoteModel(request(world, { model: nothing }), world.ports),
      catalogueError('ModelFilesMissing', 'fraud'),
    );
  });
});

describe('src/flows/promote-model.ts: fault sweep', () => {
  const totals = { promotions: 0, faults: 0, calls: 0 };

  interface Order {
    readonly to: ModelSource;
    readonly nextVersion: boolean;
    readonly knowsMd5: boolean;
  }

  const faulty = (
    { registry, registrations, uploads, stores, files, copy, log }: PromotePorts,
    troubles: readonly Trouble[],
  ) => {
    const around = createFaultyPorts(troubles);
    const copying = around.around('storage', { copy });
    const ports: PromotePorts = {
      registry: around.around('registry', registry),
      registrations: around.around('registrations', registrations),
      uploads: around.around('uploads', uploads),
      stores: around.around('stores', stores),
      files: around.around('files', files),
      copy: (...args) => copying.copy(...args),
      log,
    };
    return { ports, calls: around.calls };
  };

  /** What is registered is whole, whatever happened. */
  async function checkWhole(world: Promotions, to: ModelSource, where: string): Promise<void> {
    for (const version of await world.versions(to))
      assert.deepEqual(await world.bytesOf(to, version), weights, where);
  }

  /** Troubles in a row of attempts, and then the same command without any. @returns the calls of the first attempt */
  async function sweep(order: Order, attempts: readonly (readonly Trouble[])[]): Promise<number> {
    const { to, nextVersion, knowsMd5 } = order;
    const world = createPromotions(knowsMd5);
    const asked = request(world, { to, nextVersion });
    const where = JSON.stringify({ ...order, attempts });
    let calls = 0;
    for (const troubles of attempts) {
      const attempt = faulty(world.ports, troubles);
      await promoteModel(asked, attempt.ports).catch((error: unknown) => {
        assert.ok(error === died || isExtensionError(error), `${where}: ${String(error)}`);
      });
      calls ||= attempt.calls.length;
      totals.faults += troubles.length;
      await checkWhole(world, to, where);
    }
    const last = await promoteModel(asked, world.ports);
    const versions = await world.versions(to);
    assert.deepEqual(versions, [last.model], where);
    assert.equal(last.model.version, nextVersion ? '1' : '7', where);
    assert.deepEqual(await world.bytesOf(to, last.model), weights, where);
    assert.deepEqual(last.model.tags, { quality: 'good', ...lineage }, where);
    assert.equal(last.model.properties['azureml-release.promotedFrom'], asked.model.id, where);
    assert.deepEqual(await world.bytesOf(dev, asked.model), weights, `the origin changed: ${where}`);
    totals.promotions += 1;
    totals.calls += calls;
    return calls;
  }

  after(() => {
    const { promotions, faults: met, calls } = totals;
    process.stdout.write(`      ${promotions} promotions, ${met} faults in ${calls} calls\n`);
  });

  const orders = [prod, shared].flatMap((to) =>
    [false, true].flatMap((nextVersion) =>
      [true, false].map((knowsMd5): Order => ({ to, nextVersion, knowsMd5 })),
    ),
  );
  for (const order of orders)
    it(`ends with one whole version: ${order.to.name}, ${order.nextVersion ? 'next number' : 'its own number'}, MD5 ${order.knowsMd5 ? 'known' : 'unknown'}`, async () => {
      const calls = await sweep(order, [[]]);
      assert.ok(calls >= 7, `${calls} calls`);
      for (let at = 1; at <= calls; at += 1)
        for (const fault of faults) await sweep(order, [[{ at, fault }]]);
    });

  it('ends with one whole version after any row of troubled attempts', async () => {
    const trouble = fc.record({ at: fc.integer({ min: 1, max: 12 }), fault: fc.constantFrom(...faults) });
    const attempts = fc.array(fc.array(trouble, { maxLength: 2 }), { minLength: 1, maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...orders), attempts, async (order, rows) => {
        await sweep(order, rows);
      }),
      { numRuns: 300 },
    );
  });
});
