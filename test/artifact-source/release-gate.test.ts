import assert from 'node:assert/strict';
import { fail } from '../../src/core/errors/catalogue.ts';
import type { StageDeployment, WatchedRelease } from '../../src/core/release-activity.ts';
import { withoutHolds } from '../../src/core/watch/orders.ts';
import { begunScene } from './support/steered-scene.ts';
import { epoch } from './support/versions.ts';

const failed = fail('DevOpsFailed', { action: 'x', status: 503, reason: 'y' });

function deployed(version: number, minute: number, startedBy: StageDeployment['startedBy']): StageDeployment {
  return {
    stage: 'Production',
    release: `Release-${version}`,
    version: `${version}`,
    startedBy,
    who: 'Ann',
    at: new Date(epoch + minute * 60_000).toISOString(),
    state: 'succeeded',
  };
}

const running = (name: string, description = ''): WatchedRelease => ({
  name,
  description,
  createdAt: new Date(epoch).toISOString(),
  stages: ['running'],
});

describe('artifact-source/release-gate.ts', () => {
  it('holds a watch whose release a person rolled back, until it is resumed, and then not again', async () => {
    const scene = await begunScene();
    scene.register(2);
    await scene.turn();
    scene.activity.deployed = [deployed(2, 10, 'service'), deployed(1, 20, 'person')];
    scene.register(3);
    scene.told();
    await scene.turn();
    const [seen, decided, held, version] = scene.told();
    assert.deepEqual([seen, decided], ['seen 3', 'decided 3 fire']);
    assert.match(
      held ?? '',
      /^held all: stage Production was rolled back from version 2 to 1 by Ann with Release-1/,
    );
    assert.match(version ?? '', /^held 3: the watch is held: stage Production was rolled back/);
    assert.deepEqual(scene.fired(), ['2']);
    await scene.turn();
    assert.deepEqual(scene.told(), []);
    await scene.order((orders) => withoutHolds(orders));
    await scene.turn();
    assert.deepEqual(scene.fired(), ['2', '3']);
    scene.register(4);
    await scene.turn();
    assert.deepEqual(scene.fired(), ['2', '3', '4']);
  });

  it('asks nothing while nothing has to fire, or nothing was fired', async () => {
    const scene = await begunScene();
    await scene.turn();
    scene.register(2);
    await scene.turn();
    assert.deepEqual(scene.activity.calls, []);
    await scene.turn();
    assert.deepEqual(scene.activity.calls, []);
  });

  it('fires nothing while it cannot see whether something was rolled back', async () => {
    const scene = await begunScene();
    scene.register(2);
    await scene.turn();
    scene.register(3);
    scene.activity.fault = failed;
    assert.deepEqual(await scene.turn(), { fired: 0, failed: 1 });
    scene.activity.fault = undefined;
    assert.deepEqual(await scene.turn(), { fired: 1, failed: 0 });
  });

  it('keeps at most so many releases in flight, and the rest owed with the reason', async () => {
    const scene = await begunScene({ inFlight: 2 });
    scene.register(2, 3, 4);
    await scene.turn();
    assert.deepEqual(scene.fired(), ['2', '3']);
    assert.deepEqual(
      scene.told().filter((each) => each.startsWith('held')),
      ['held 4: 2 releases are in flight (that of version 2, that of version 3) and at most 2 may be'],
    );
    scene.activity.seen = [running('Release-1'), running('Release-2')];
    await scene.turn();
    assert.deepEqual(scene.fired(), ['2', '3']);
    assert.deepEqual(scene.told(), [
      'held 4: 2 releases are in flight (Release-1, Release-2) and at most 2 may be',
    ]);
    await scene.turn();
    assert.deepEqual(scene.told(), []);
    scene.activity.seen = [running('Release-2')];
    await scene.turn();
    assert.deepEqual(scene.fired(), ['2', '3', '4']);
  });

  it('writes down what an earlier attempt made, however many are in flight', async () => {
    const scene = await begunScene({ inFlight: 1 });
    scene.releases.fault = (call, moment) => (call === 'create' && moment === 'after' ? failed : undefined);
    scene.register(2);
    await scene.turn();
    scene.releases.fault = () => undefined;
    const [made] = scene.releases.made;
    scene.activity.seen = [running('Release-1', made?.description)];
    assert.deepEqual(await scene.turn(), { fired: 1, failed: 0 });
    assert.deepEqual(scene.fired(), ['2']);
    assert.deepEqual(await scene.states(), ['1 baseline', '2 fired']);
  });
});
