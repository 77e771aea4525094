// `npm run conformance`: plays the main job, and one valid call of every emulated operation, with a recording of every
// Azure Resource Manager exchange, and checks the recordings against the official service descriptions. They are not part of the product: they lie beside it, in
// ../shared/specs.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkPlans } from './conformance/plans.ts';
import { leaveOutUndescribed } from './conformance/undescribed.ts';

const root = join(import.meta.dirname, '..');
const checker = join(root, '..', 'shared', 'specs', 'check-traffic.mjs');

/** The tests that call every operation of the emulated Azure ML, of Application Insights and of the container services. */
const everyOperation = [
  'test/apps/emulator/azure-ml/azure-ml.test.ts',
  'test/apps/emulator/azure-monitor/application-insights.test.ts',
  'test/apps/emulator/container-instance/container-group.e2e.test.ts',
];

function run(command: string, args: readonly string[], more: Readonly<Record<string, string>> = {}): number {
  const env = { ...process.env, ...more };
  return spawnSync(command, args, { cwd: root, stdio: 'inherit', env }).status ?? 1;
}

async function conformance(): Promise<number> {
  if (!existsSync(checker)) {
    console.error(`The service descriptions are not here (${checker}). Put them beside the project.`);
    return 2;
  }
  if ((await checkPlans(join(checker, '..'))) > 0) return 1;
  const folder = mkdtempSync(join(tmpdir(), 'conformance-'));
  const recording = join(folder, 'arm.jsonl');
  try {
    const job = run('npm', ['start', '--silent', '--', '--record', recording]);
    if (job !== 0) return job;
    const calls = join(folder, 'every-operation.jsonl');
    // --exit: a set-up that failed leaves a stack running, and nobody would hear of it.
    const options = ['--no-config', '--exit', '--timeout', '60000'];
    const mocha = ['--import', 'tsx', 'node_modules/mocha/bin/mocha.js', ...options, ...everyOperation];
    const called = run(process.execPath, mocha, { EMULATOR_TEST_RECORD: calls });
    if (called !== 0) return called;
    const left = leaveOutUndescribed([recording, calls]);
    if (left !== '') console.log(left);
    return run(process.execPath, [checker, recording, calls]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

process.exitCode = await conformance();
