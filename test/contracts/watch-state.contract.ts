// What every watch state has to do; run on the fake and on each real one.
import assert from 'node:assert/strict';
import type { WatchListing } from '../../src/core/watch/listing.ts';
import { noOrders, withHold, withPin, withReplay, withSkipped } from '../../src/core/watch/orders.ts';
import { type TimelineEntry, keptEntries } from '../../src/core/watch/timeline.ts';
import type { WatchState } from '../../src/ports/watch-state.ts';
import type { WatchControls } from '../../src/ports/watch-controls.ts';
import type { WatchDirectory } from '../../src/ports/watch-directory.ts';
import type { WatchTimeline } from '../../src/ports/watch-timeline.ts';
import { watchStoreContract } from './watch-store.contract.ts';

/** @param openState gives an empty state */
export function watchStateContract(openState: () => WatchState | Promise<WatchState>): void {
  describe('store', () => {
    watchStoreContract(async () => (await openState()).store);
  });
  describe('controls', () => {
    controlsContract(async () => (await openState()).controls);
  });
  describe('timeline', () => {
    timelineContract(async () => (await openState()).timeline);
  });
  describe('directory', () => {
    directoryContract(async () => (await openState()).directory);
  });
}

const now = '2026-11-21T09:00:00.000Z';
const order = { version: '7', createdAt: '2026-11-20T10:00:00Z', at: now, by: 'ann' };
const hold = { heldBy: 'person', at: now, reason: 'release freeze' } as const;

function controlsContract(open: () => Promise<WatchControls>): void {
  it('has no orders for a watch that was never ordered anything', async () => {
    const controls = await open();
    assert.deepEqual(await controls.orders('w'), noOrders);
    assert.deepEqual([...(await controls.all())], []);
  });

  it('gives back every kind of order, of each watch apart', async () => {
    const controls = await open();
    const fastForward = { to: now, at: now, by: 'ann', reason: 'too many' };
    const ordered = await controls.change('w', (orders) =>
      withReplay(
        withSkipped(withPin(withHold({ ...orders, fastForward }, hold), order), { ...order, version: '8' }),
        { ...order, reason: 'the stage was broken', replay: 2 },
      ),
    );
    assert.deepEqual(ordered.holds, [hold]);
    assert.deepEqual(await controls.orders('w'), ordered);
    await controls.change('a/b#c', (orders) => withHold(orders, hold));
    assert.deepEqual(
      await controls.all(),
      new Map([
        ['w', ordered],
        ['a/b#c', { ...noOrders, holds: [hold] }],
      ]),
    );
  });

  it('hands each change the orders as they are, and loses none of many at a time', async () => {
    const controls = await open();
    const versions = Array.from({ length: 8 }, (_, index) => `${index}`);
    await Promise.all(
      versions.map((version) => controls.change('w', (orders) => withSkipped(orders, { ...order, version }))),
    );
    const { skipped } = await controls.orders('w');
    assert.deepEqual(skipped.map(({ version }) => version).toSorted(), versions);
  });
}

function timelineContract(open: () => Promise<WatchTimeline>): void {
  const seven = { version: '7', createdAt: '2026-11-20T10:00:00Z' };
  const eight = { version: '8', createdAt: '2026-11-20T11:00:00Z' };
  const seen: TimelineEntry = { what: 'seen', at: now, version: seven, by: 'the check at noon' };
  const paused: TimelineEntry = { what: 'ordered', at: now, order: 'pause', by: 'ann', reason: 'freeze' };
  const failed = (at: string): TimelineEntry => ({
    what: 'failed',
    at,
    version: seven,
    code: 'DevOpsFailed',
    reason: 'no',
  });

  it('knows nothing of a version that nothing happened to', async () => {
    assert.deepEqual(await (await open()).read('w', seven), []);
  });

  it('gives back what happened to a version and to its whole watch, in the order it was added', async () => {
    const timeline = await open();
    const decided: TimelineEntry = { what: 'decided', at: now, version: seven, action: 'fire', reason: 'r' };
    const fired: TimelineEntry = { what: 'fired', at: now, version: seven, name: 'Release-1', found: false };
    const called: TimelineEntry = {
      what: 'called',
      at: now,
      version: seven,
      call: 'create',
      outcome: 'done',
    };
    const held: TimelineEntry = { what: 'held', at: now, heldBy: 'storm', reason: 'too many' };
    await timeline.append('w', [seen, { ...seen, version: eight }, decided]);
    await timeline.append('w', [paused]);
    await timeline.append('v', [{ ...paused, by: 'bob' }]);
    await timeline.append('w', [called, { ...fired, url: 'https://devops.example/1' }, held]);
    assert.deepEqual(await timeline.read('w', { ...seven, createdAt: '2026-11-20T10:00:00.000Z' }), [
      seen,
      decided,
      paused,
      called,
      { ...fired, url: 'https://devops.example/1' },
      held,
    ]);
    assert.deepEqual(await timeline.read('w', { ...seven, createdAt: '2026-11-20T12:00:00Z' }), [
      paused,
      held,
    ]);
  });

  it('counts what happens again and again to a version instead of repeating it', async () => {
    const timeline = await open();
    await timeline.append('w', [seen, failed('2026-11-21T09:01:00Z')]);
    await timeline.append('w', [failed('2026-11-21T09:02:00Z'), { ...seen, version: eight }, paused]);
    await timeline.append('w', [failed('2026-11-21T09:03:00Z')]);
    assert.deepEqual(await timeline.read('w', seven), [
      seen,
      { ...failed('2026-11-21T09:01:00Z'), times: 3, lastAt: '2026-11-21T09:03:00Z' },
      paused,
    ]);
  });

  it('keeps the newest entries of a version and of the watch, and takes none from another for them', async () => {
    const timeline = await open();
    const many = Array.from({ length: keptEntries + 60 }, (_, index): TimelineEntry => ({
      ...seen,
      by: `check ${index}`,
    }));
    const orders = many.map((_, index): TimelineEntry => ({ ...paused, reason: `${index}` }));
    await timeline.append('w', [{ ...seen, version: eight }]);
    await timeline.append('w', many);
    assert.deepEqual(await timeline.read('w', seven), many.slice(-keptEntries));
    await timeline.append('w', orders);
    assert.deepEqual(await timeline.read('w', eight), [
      { ...seen, version: eight },
      ...orders.slice(-keptEntries),
    ]);
  });

  it('keeps many entries in their order', async () => {
    const timeline = await open();
    const many = Array.from({ length: 120 }, (_, index): TimelineEntry => ({
      ...seen,
      by: `check ${index}`,
    }));
    await timeline.append('w', many);
    assert.deepEqual(await timeline.read('w', seven), many);
  });
}

function directoryContract(open: () => Promise<WatchDirectory>): void {
  const listing = (name: string): WatchListing => ({
    id: `/subscriptions/x/models/fraud#${name}`,
    name,
    model: 'fraud',
    source: 'workspace prod of resource group ml',
    mode: 'every',
    target: 'releases of deploy-fraud in project demo',
  });

  it('lists nothing before a watcher ran', async () => {
    assert.deepEqual(await (await open()).list(), []);
  });

  it('lists the watches of the watcher that ran last, in its order', async () => {
    const directory = await open();
    await directory.enlist([listing('a'), listing('b')]);
    await directory.enlist([listing('c'), listing('a')]);
    assert.deepEqual(await directory.list(), [listing('c'), listing('a')]);
  });
}
