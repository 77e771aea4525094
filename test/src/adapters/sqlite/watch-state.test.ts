import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type SqliteWatchState,
  joinWatchState,
  openWatchState,
} from '../../../../src/adapters/sqlite/watch-state.ts';
import { isLockedByWatcher } from '../../../../src/adapters/sqlite/watcher-lock.ts';
import { watchStateContract } from '../../../contracts/watch-state.contract.ts';
import { catalogueError } from '../../../support/catalogue-error.ts';

describe('src/adapters/sqlite/watch-state.ts', function () {
  this.timeout(20_000); // some tests start a process that compiles TypeScript first
  const opened: SqliteWatchState[] = [];
  let folder = '';
  const open = () => {
    const store = openWatchState(join(folder, `watch-${opened.length}.db`));
    opened.push(store);
    return store;
  };

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'watch-state-'));
  });
  after(() => {
    for (const store of opened) store.close();
    rmSync(folder, { recursive: true });
  });

  watchStateContract(open);

  it('remembers after it was closed and opened again', async () => {
    const file = join(folder, 'again.db');
    const owed = { version: '1', createdAt: '2026-11-20T10:00:00Z', state: 'owed', reason: 'r' } as const;
    const first = openWatchState(file);
    await first.store.record('w', { cursor: { checkedAt: '2026-11-21T00:00:00.000Z' }, versions: [owed] });
    first.close();
    const second = openWatchState(file);
    assert.deepEqual(await second.store.owed('w'), [owed]);
    second.close();
  });

  it('writes versions and cursor together or not at all', async () => {
    const { store } = open();
    const good = { version: '1', createdAt: '2026-11-20T10:00:00Z', state: 'owed', reason: 'r' } as const;
    const bad = { ...good, version: '2', createdAt: 'no time at all' };
    await assert.rejects(
      store.record('w', { cursor: { checkedAt: '2026-11-21T00:00:00.000Z' }, versions: [good, bad] }),
      catalogueError('WatchStateFailed'),
    );
    assert.equal(await store.cursor('w'), undefined);
    assert.deepEqual(await store.known('w'), []);
  });

  it('lets a command, in a process of its own, order something while the watcher has the file', async () => {
    const file = join(folder, 'shared.db');
    const watcher = openWatchState(file);
    const module = new URL('../../../../src/adapters/sqlite/watch-state.ts', import.meta.url).href;
    const script = `import { joinWatchState } from '${module}';
      const state = joinWatchState(${JSON.stringify(file)});
      const hold = { heldBy: 'person', at: '2026-11-21T00:00:00Z', reason: 'freeze' };
      await state.controls.change('w', (orders) => ({ ...orders, holds: [hold] }));
      state.close();`;
    const command = spawnSync(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
      encoding: 'utf8',
    });
    assert.equal(command.stderr, '');
    assert.equal((await watcher.controls.orders('w')).holds[0]?.reason, 'freeze');
    await watcher.store.record('w', { cursor: { checkedAt: '2026-11-21T00:00:00.000Z' }, versions: [] });
    watcher.close();
  });

  it('tells that a command has written, and not what the watcher wrote itself', async () => {
    const file = join(folder, 'others.db');
    const watcher = openWatchState(file);
    const hold = { heldBy: 'person', at: '2026-11-21T00:00:00Z', reason: 'freeze' } as const;
    const before = watcher.writtenByOthers();
    await watcher.controls.change('v', (orders) => ({ ...orders, holds: [hold] }));
    assert.equal(watcher.writtenByOthers(), before);
    const command = joinWatchState(file);
    await command.controls.change('w', (orders) => ({ ...orders, holds: [hold] }));
    command.close();
    assert.notEqual(watcher.writtenByOthers(), before);
    watcher.close();
  });

  it('lets a watcher stop and another start while a command has the file', async () => {
    const file = join(folder, 'joined.db');
    openWatchState(file).close();
    const command = joinWatchState(file);
    const watcher = openWatchState(file);
    await watcher.directory.enlist([]);
    assert.deepEqual(await command.directory.list(), []);
    watcher.close();
    openWatchState(file).close();
    command.close();
  });

  it('is for one watcher at a time, in this process or another', () => {
    const file = join(folder, 'used.db');
    assert.equal(isLockedByWatcher(file), false);
    const watcher = openWatchState(file);
    assert.equal(isLockedByWatcher(file), true);
    assert.throws(() => openWatchState(file), catalogueError('WatchStateInUse', file));
    const module = new URL('../../../../src/adapters/sqlite/watch-state.ts', import.meta.url).href;
    const script = `import { openWatchState } from '${module}'; openWatchState(${JSON.stringify(file)});`;
    const other = spawnSync(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
      encoding: 'utf8',
    });
    assert.match(other.stderr, /Another watcher has the state file/);
    watcher.close();
    assert.equal(isLockedByWatcher(file), false);
    openWatchState(file).close();
  });

  it('gives the lock back when the file cannot be opened', () => {
    const file = join(folder, 'text.db');
    writeFileSync(file, 'this is only text. '.repeat(100));
    assert.throws(() => openWatchState(file), catalogueError('WatchStateUnusable', 'not a database'));
    assert.equal(isLockedByWatcher(file), false);
  });
});
