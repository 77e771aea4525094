import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArguments } from '../../apps/watcher/arguments.ts';
import { root } from '../scripts/support/extension.ts';
import { skip } from '../support/skip.ts';

const text = readFileSync(join(root, 'deploy/watcher/azureml-release-watch.service'), 'utf8');
const hasSystemd = spawnSync('systemd-analyze', ['--version']).status === 0;

/** Runs systemd's own analysis of the unit, with a program that is there. */
function analyze(unit: string, ...more: readonly string[]): { status: number | null; output: string } {
  const folder = mkdtempSync(join(tmpdir(), 'unit-'));
  const file = join(folder, 'azureml-release-watch.service');
  writeFileSync(file, unit.replace('/usr/bin/node', process.execPath));
  const { status, stdout, stderr } = spawnSync('systemd-analyze', [...more, file], { encoding: 'utf8' });
  rmSync(folder, { recursive: true });
  return { status, output: stdout + stderr };
}

describe('deploy/watcher/azureml-release-watch.service', () => {
  it('starts the watcher with arguments that it takes', () => {
    const [, , ...args] = (/^ExecStart=(.*)$/m.exec(text)?.[1] ?? '').split(' ');
    const parsed = parseArguments(args);
    assert.ok(parsed !== 'help');
    assert.equal(parsed.config, '/etc/azureml-release/watch.yml');
    assert.match(text, /^StateDirectory=azureml-release$/m);
    assert.equal(parsed.state, '/var/lib/azureml-release/watch.db');
  });

  it('does not start again what a restart cannot mend', () => {
    assert.match(text, /^RestartPreventExitStatus=2$/m);
  });

  it('is taken by systemd, which finds a mistake', function () {
    if (!hasSystemd) skip(this, 'systemd-analyze is not installed');
    assert.deepEqual(analyze(text, 'verify'), { status: 0, output: '' });
    assert.match(analyze(text.replace('Restart=always', 'Restart=sometimes'), 'verify').output, /sometimes/);
  });

  it('is hardened: an exposure of at most 2 of 10 by the measure of systemd', function () {
    if (!hasSystemd) skip(this, 'systemd-analyze is not installed');
    const security = ['security', '--offline=yes', '--threshold=20', '--no-pager'];
    const { status, output } = analyze(text, ...security);
    assert.equal(status, 0, output);
    assert.notEqual(analyze(text.replace(/^(Protect|Private|Restrict).*$/gm, ''), ...security).status, 0);
  });
});
