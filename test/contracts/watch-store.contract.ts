// What the store of every watch state has to do: a part of watchStateContract.
import assert from 'node:assert/strict';
import type { KnownVersion } from '../../src/core/watch/history.ts';
import type { WatchStore } from '../../src/ports/watch-store.ts';

const cursor = { latestVersion: '2', checkedAt: '2026-11-21T00:00:00.000Z' };
const at = (version: string, createdAt: string, state: KnownVersion['state'] = 'owed'): KnownVersion => ({
  version,
  createdAt,
  state,
  reason: `reason of ${version}`,
});

export function watchStoreContract(open: () => Promise<WatchStore>): void {
  it('knows nothing of a watch that never looked', async () => {
    const store = await open();
    assert.equal(await store.cursor('w'), undefined);
    assert.deepEqual(await store.known('w'), []);
    assert.deepEqual(await store.owed('w'), []);
  });

  it('gives back what was recorded, in registration order, and the owed ones apart', async () => {
    const store = await open();
    const first = at('9', '2026-11-20T10:00:00.1234567+00:00', 'baseline');
    const second = at('10', '2026-11-20T10:00:00.5Z', 'passed-over');
    const third = at('8', '2026-11-20T11:00:00Z');
    await store.record('w', { cursor, versions: [third, second, first] });
    assert.deepEqual(await store.cursor('w'), cursor);
    assert.deepEqual(await store.known('w'), [first, second, third]);
    assert.deepEqual(await store.owed('w'), [third]);
  });

  it('keeps the watches apart', async () => {
    const store = await open();
    await store.record('w', { cursor, versions: [at('1', '2026-11-20T10:00:00Z')] });
    assert.equal(await store.cursor('v'), undefined);
    assert.deepEqual(await store.known('v'), []);
    await store.settle('v', at('1', '2026-11-20T10:00:00Z'), { state: 'fired', reason: 'x' });
    assert.equal((await store.owed('w')).length, 1);
  });

  it('replaces the cursor, also by one without a latest version', async () => {
    const store = await open();
    await store.record('w', { cursor, versions: [] });
    await store.record('w', { cursor: { checkedAt: '2026-11-21T00:01:00.000Z' }, versions: [] });
    assert.deepEqual(await store.cursor('w'), { checkedAt: '2026-11-21T00:01:00.000Z' });
  });

  it('leaves the state of a version that it knows already, however its creation time is spelt', async () => {
    const store = await open();
    const fired = at('1', '2026-11-20T10:00:00Z', 'fired');
    await store.record('w', { cursor, versions: [fired] });
    await store.record('w', { cursor, versions: [at('1', '2026-11-20T10:00:00.0000000+00:00')] });
    assert.deepEqual(await store.known('w'), [fired]);
  });

  it('changes a version that waits, and keeps when it is due', async () => {
    const store = await open();
    const dueAt = '2026-11-21T00:30:00.000Z';
    await store.record('w', {
      cursor: { ...cursor, dueAt },
      versions: [at('1', '2026-11-20T10:00:00Z', 'waiting')],
    });
    assert.equal((await store.cursor('w'))?.dueAt, dueAt);
    const owed = { ...at('1', '2026-11-20T10:00:00Z'), reason: 'it is old enough' };
    await store.record('w', { cursor, versions: [owed] });
    assert.deepEqual(await store.owed('w'), [owed]);
    assert.deepEqual(await store.cursor('w'), cursor);
  });

  it('takes a number that was registered again for another version', async () => {
    const store = await open();
    await store.record('w', { cursor, versions: [at('1', '2026-11-20T10:00:00Z', 'fired')] });
    await store.record('w', { cursor, versions: [at('1', '2026-11-20T12:00:00Z')] });
    assert.deepEqual(
      (await store.known('w')).map(({ state }) => state),
      ['fired', 'owed'],
    );
  });

  it('settles an owed version, once', async () => {
    const store = await open();
    const owed = at('1', '2026-11-20T10:00:00Z');
    await store.record('w', { cursor, versions: [owed] });
    await store.settle('w', owed, { state: 'passed-over', reason: 'a newer one' });
    await store.settle('w', owed, { state: 'fired', reason: 'too late' });
    assert.deepEqual(await store.known('w'), [{ ...owed, state: 'passed-over', reason: 'a newer one' }]);
    assert.deepEqual(await store.owed('w'), []);
  });

  it('does nothing when a version is settled that is not owed or not known', async () => {
    const store = await open();
    const baseline = at('1', '2026-11-20T10:00:00Z', 'baseline');
    await store.record('w', { cursor, versions: [baseline] });
    await store.settle('w', baseline, { state: 'fired', reason: 'x' });
    await store.settle('w', at('2', '2026-11-20T11:00:00Z'), { state: 'fired', reason: 'x' });
    assert.deepEqual(await store.known('w'), [baseline]);
  });

  it('makes a settled version owed again for a replay, each replay once', async () => {
    const store = await open();
    const fired = at('1', '2026-11-20T10:00:00Z', 'fired');
    await store.record('w', { cursor, versions: [fired] });
    const replay = { version: '1', createdAt: '2026-11-20T10:00:00.0Z', replay: 1 };
    await store.reopen('w', replay, 'replayed by ann');
    const owed = { ...fired, state: 'owed', reason: 'replayed by ann', replay: 1 } as const;
    assert.deepEqual(await store.owed('w'), [owed]);
    await store.settle('w', replay, { state: 'fired', reason: 'done' });
    await store.reopen('w', replay, 'again');
    assert.deepEqual(await store.known('w'), [{ ...owed, state: 'fired', reason: 'done' }]);
    await store.reopen('w', { ...replay, replay: 2 }, 'once more');
    assert.deepEqual(await store.owed('w'), [{ ...owed, reason: 'once more', replay: 2 }]);
  });

  it('does not end a replay with the late end of an earlier firing', async () => {
    const store = await open();
    const first = at('1', '2026-11-20T10:00:00Z');
    await store.record('w', { cursor, versions: [first] });
    await store.reopen('w', { ...first, replay: 1 }, 'r');
    await store.settle('w', first, { state: 'fired', reason: 'late' });
    assert.equal((await store.owed('w')).length, 1);
    await store.settle('w', { ...first, replay: 2 }, { state: 'fired', reason: 'too early' });
    assert.equal((await store.owed('w')).length, 1);
  });

  it('makes nothing owed that it does not know', async () => {
    const store = await open();
    await store.record('w', { cursor, versions: [] });
    await store.reopen('w', { version: '1', createdAt: '2026-11-20T10:00:00Z', replay: 1 }, 'r');
    assert.deepEqual(await store.known('w'), []);
  });
}
