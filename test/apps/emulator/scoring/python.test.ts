import assert from 'node:assert/strict';
import { tmpdir } from 'node:os';
import { ProcessTable } from '../../../../apps/emulator/kernel/process-table.ts';
import { findPython } from '../../../../apps/emulator/scoring/python.ts';

const search = (preferred: string | undefined, path = process.env.PATH ?? '') =>
  findPython({
    processes: new ProcessTable(),
    preferred,
    env: { PATH: path, HOME: process.env.HOME ?? '' },
    cwd: tmpdir(),
  });

describe('apps/emulator/scoring/python.ts', () => {
  it('finds one that can make virtual environments', async () => {
    const { version } = await search(undefined);
    const [major = 0, minor = 0] = version.split('.').map(Number);
    assert.ok(major === 3 && minor >= 9, version);
  });

  it('says what was tried and what to install', async () => {
    await assert.rejects(search('/nowhere/python'), /tried \/nowhere\/python.*apt-get install python3-venv/);
    await assert.rejects(search(undefined, '/nowhere'), /tried python3, python3\.12/);
  });
});
