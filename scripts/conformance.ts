// `npm run conformance`: plays the main job with a recording of every Azure Resource Manager exchange and checks the
// recording against the official service descriptions. They are not part of the product: they lie beside it, in
// ../shared/specs.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const checker = join(root, '..', 'shared', 'specs', 'check-traffic.mjs');

function run(command: string, args: readonly string[]): number {
  return spawnSync(command, args, { cwd: root, stdio: 'inherit' }).status ?? 1;
}

function conformance(): number {
  if (!existsSync(checker)) {
    console.error(`The service descriptions are not here (${checker}). Put them beside the project.`);
    return 2;
  }
  const folder = mkdtempSync(join(tmpdir(), 'conformance-'));
  const recording = join(folder, 'arm.jsonl');
  try {
    const job = run('npm', ['start', '--silent', '--', '--record', recording]);
    return job === 0 ? run(process.execPath, [checker, recording]) : job;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

process.exitCode = conformance();
