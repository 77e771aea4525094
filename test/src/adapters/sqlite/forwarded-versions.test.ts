import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openWatchState } from '../../../../src/adapters/sqlite/watch-state.ts';

describe('src/adapters/sqlite/forwarded-versions.ts', () => {
  let folder: string;
  const at = new Date('2026-11-21T00:00:00Z');
  const open = () => openWatchState(join(folder, 'watch.db'));

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'forwarded-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('knows after a restart what was begun and what was done, and nothing else', async () => {
    const before = open();
    await before.forwarded.begin('begun', at);
    await before.forwarded.begin('done', at);
    await before.forwarded.finish('done');
    await before.forwarded.begin('not taken', at);
    await before.forwarded.forget('not taken');
    before.close();
    const after = open();
    assert.deepEqual(await after.forwarded.find('begun'), { state: 'begun', at });
    assert.deepEqual(await after.forwarded.find('done'), { state: 'done', at });
    assert.equal(await after.forwarded.find('not taken'), undefined);
    after.close();
  });

  it('begins anew what broke off, and forgets what began more than 30 days ago', async () => {
    const state = open();
    const later = new Date(at.getTime() + 31 * 24 * 3_600_000);
    for (const key of ['old', 'again']) await state.forwarded.begin(key, at);
    await state.forwarded.begin('again', later);
    assert.deepEqual(await state.forwarded.find('again'), { state: 'begun', at: later });
    assert.equal(await state.forwarded.find('old'), undefined);
    state.close();
  });
});
