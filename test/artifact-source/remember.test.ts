import assert from 'node:assert/strict';
import { remember } from '../../artifact-source/remember.ts';
import type { WatchEvent } from '../../src/core/watch/event.ts';
import { watchId } from '../../src/core/watch/watch.ts';
import type { WatchState } from '../../src/ports/watch-state.ts';
import { createMemoryWatchState } from '../support/memory-watch-state.ts';
import { epoch, modelVersion, watchOf } from './support/versions.ts';

const cursor = { latestVersion: '8', checkedAt: '2026-11-21T12:00:00.000Z' };
const watch = watchOf('latest');

describe('artifact-source/remember.ts', () => {
  let state: WatchState;
  let events: WatchEvent[];
  const found = (...versions: readonly ReturnType<typeof modelVersion>[]) =>
    remember(
      watch,
      { cursor, versions },
      { ...state, events: { emit: (event) => events.push(event) } },
      'a check',
    );
  beforeEach(() => {
    state = createMemoryWatchState();
    events = [];
  });

  it('records what is there on a cold start, owes nothing, and says so', async () => {
    await found(modelVersion('8', 80), modelVersion('7', 70));
    assert.deepEqual(await state.store.owed(watchId(watch)), []);
    assert.deepEqual(
      (await state.store.known(watchId(watch))).map(({ version, state }) => `${version} ${state}`),
      ['7 baseline', '8 baseline'],
    );
    assert.deepEqual(events, [
      { event: 'baseline', watch: watch.name, workspace: 'prod', model: 'fraud', versions: 2, latest: '8' },
    ]);
  });

  it('begins also where there is nothing yet', async () => {
    await found();
    assert.deepEqual(await state.store.cursor(watchId(watch)), cursor);
    assert.deepEqual(events, [
      { event: 'baseline', watch: watch.name, workspace: 'prod', model: 'fraud', versions: 0 },
    ]);
  });

  it('records new versions as decided, with the reason, and tells of each', async () => {
    await found();
    events = [];
    await found(modelVersion('8', 80), modelVersion('7', 70));
    const known = await state.store.known(watchId(watch));
    assert.deepEqual(
      known.map(({ version, state }) => `${version} ${state}`),
      ['7 passed-over', '8 owed'],
    );
    assert.match(known[0]?.reason ?? '', /version 8/);
    assert.deepEqual(
      events.map(({ event }) => event),
      ['seen', 'decided', 'seen', 'decided'],
    );
  });

  it('tells once of a version that waits, until the reason changes or it passes', async () => {
    const filter = { stage: ['prod'], minimumAgeMinutes: 30 };
    const look = (version: ReturnType<typeof modelVersion>, minute: number) => {
      const checked = {
        cursor: { checkedAt: new Date(epoch + minute * 60_000).toISOString() },
        versions: [version],
      };
      const ports = { ...state, events: { emit: (event: WatchEvent) => events.push(event) } };
      return remember({ ...watch, rules: { filter } }, checked, ports, 'a check');
    };
    await found();
    events = [];
    const told = () =>
      events.splice(0).map((event) => (event.event === 'decided' ? event.action : event.event));
    const version = modelVersion('8', 80);
    await look(version, 81);
    assert.deepEqual(told(), ['seen', 'wait']);
    await look(version, 82);
    assert.deepEqual(told(), []);
    await look({ ...version, stage: 'prod' }, 83);
    assert.deepEqual(told(), ['wait']);
    assert.equal(
      (await state.store.cursor(watchId(watch)))?.dueAt,
      new Date(epoch + 110 * 60_000).toISOString(),
    );
    await look({ ...version, stage: 'prod' }, 110);
    assert.deepEqual(told(), ['fire']);
    assert.equal((await state.store.cursor(watchId(watch)))?.dueAt, undefined);
    assert.equal((await state.store.owed(watchId(watch))).length, 1);
  });

  it('has written down what it tells of', async () => {
    await found();
    const emit = async () => assert.equal((await state.store.owed(watchId(watch))).length, 1);
    const told: Promise<void>[] = [];
    await remember(
      watch,
      { cursor, versions: [modelVersion('8', 80)] },
      { ...state, events: { emit: () => told.push(emit()) } },
      'a check',
    );
    assert.equal((await Promise.all(told)).length, 2);
  });
});
