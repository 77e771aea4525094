// Two watchers that make a release for one firing at the same moment, step by step in every order.
import assert from 'node:assert/strict';
import { type Organization, createOrganization } from '../../../../src/adapters/azure-devops/organization.ts';
import { createReleases } from '../../../../src/adapters/azure-devops/releases.ts';
import type { ReleaseTarget } from '../../../../src/core/firing/target.ts';
import type { Effect } from '../../../../src/ports/firing-targets.ts';
import { createAutoClock } from '../../../support/auto-clock.ts';
import { type AzureDevOpsFake, startAzureDevOpsFake } from '../../../support/azure-devops-fake.ts';
import { firingRequest } from '../../../support/firing-request.ts';
import { quotaOf } from '../../../support/quota-of.ts';

const definitions = [{ id: 7, name: 'deploy-fraud', aliases: ['_fraud'] }];
const target: ReleaseTarget = { kind: 'release', project: 'demo', definition: 7, artifact: '_fraud' };
const key = 'azureml-model-release a/b/c/fraud/7@t -> _fraud';
const request = firingRequest('7', `Model fraud version 7.\n[${key}]`, key);
const since = new Date('2026-11-21T00:00:00Z');

/** Look the definition up, look for a release, make a draft, look again, give the own draft up, start the first one. */
const mostSteps = 6;

interface Watcher {
  /** Lets it make its next call, and waits until it is answered. False once it is done. */
  step(): Promise<boolean>;
  readonly done: Promise<Effect>;
}

describe('src/adapters/azure-devops/releases.ts, for two watchers', function () {
  this.timeout(120_000);
  let fake: AzureDevOpsFake;

  before(async () => {
    const clock = createAutoClock('2026-11-21T01:00:00Z');
    fake = await startAzureDevOpsFake({ definitions, now: () => clock.now() });
  });
  after(() => fake.close());
  beforeEach(() => fake.releases.splice(0));

  /** A watcher that stops before each call until it is let go on. */
  function startWatcher(hasRivals = true): Watcher {
    const quota = quotaOf(createAutoClock('2026-11-21T01:00:00Z'));
    const organization = createOrganization({ url: fake.url, token: fake.token, quota });
    let letGo: (() => void) | undefined;
    let wake: () => void = () => undefined;
    let ended = false;
    const stopped = () => new Promise<void>((resolve) => (wake = resolve));
    const gated: Organization = {
      ...organization,
      call: async (action, work) => {
        await new Promise<void>((resolve) => {
          letGo = resolve;
          wake();
        });
        return organization.call(action, work);
      },
    };
    const releases = createReleases(gated, { hasRivals });
    const done = (async () => {
      const found = await releases.find(target, key, since);
      return found ?? releases.create(target, request);
    })().finally(() => {
      ended = true;
      wake();
    });
    return {
      done,
      async step() {
        if (letGo === undefined && !ended) await stopped();
        if (ended) return false;
        const next = stopped();
        const go = letGo;
        letGo = undefined;
        go?.();
        await next;
        return !ended;
      },
    };
  }

  const finish = async (watcher: Watcher): Promise<Effect> => {
    while (await watcher.step());
    return watcher.done;
  };
  const active = () => fake.releases.filter(({ status }) => status === 'active').map(({ id }) => id);

  it('lets exactly one release start, in whatever order their calls come', async () => {
    // Each number is one order: its bits say whose turn it is.
    for (let order = 0; order < 2 ** (2 * mostSteps); order += 1) {
      if (order.toString(2).replaceAll('0', '').length !== mostSteps) continue;
      fake.releases.splice(0);
      const watchers = [startWatcher(), startWatcher()] as const;
      for (let bit = 0; bit < 2 * mostSteps; bit += 1) await watchers[(order >> bit) & 1 ? 1 : 0].step();
      const [first, second] = [await finish(watchers[0]), await finish(watchers[1])];
      assert.deepEqual(active(), [first.id], `order ${order}`);
      assert.equal(second.id, first.id, `order ${order}`);
      assert.ok(!fake.releases.some(({ status }) => status === 'draft'), `order ${order}`);
    }
  });

  it('starts exactly one when one of them is killed after any call', async () => {
    for (let steps = 0; steps < mostSteps; steps += 1) {
      fake.releases.splice(0);
      const killed = startWatcher();
      for (let step = 0; step < steps; step += 1) await killed.step();
      const { id } = await finish(startWatcher());
      assert.deepEqual(active(), [id], `killed after ${steps} calls`);
    }
  });

  it('leaves a draft alone that nobody fires any more', async () => {
    const killed = startWatcher();
    for (let step = 0; step < 3; step += 1) await killed.step();
    assert.deepEqual(
      fake.releases.map(({ status }) => status),
      ['draft'],
    );
    const organization = createOrganization({
      ...{ url: fake.url, token: fake.token, quota: quotaOf(createAutoClock('2026-11-21T01:00:00Z')) },
    });
    assert.equal(await createReleases(organization, { hasRivals: true }).find(target, key, since), undefined);
    assert.deepEqual(active(), []);
  });

  it('would start two if releases were not made as drafts first', async () => {
    const watchers = [startWatcher(false), startWatcher(false)] as const;
    // Both have looked before either makes its release.
    for (const watcher of watchers) for (let step = 0; step < 2; step += 1) await watcher.step();
    await Promise.all(watchers.map(finish));
    assert.equal(active().length, 2);
  });
});
