// Fail-over, measured: two real watchers on one storage account (Azurite), kill -9 the one that leads while it creates a
// release, until the other one leads and until what was owed is fired. Nothing may be lost or doubled.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Stage, startStage } from '../test/apps/watcher/support/stage.ts';
import { type WatcherProcess, startWatcherProcess } from '../test/apps/watcher/support/watcher-process.ts';
import { type StateAccount, startStateAccount } from '../test/support/state-account.ts';
import { type Measurement, rounded } from './measurement.ts';

export interface FailOver {
  /** From the kill until the other watcher leads, in milliseconds. */
  readonly untilLed: number;
  /** From the kill until the release of the version exists and is written down, in milliseconds. */
  readonly untilFired: number;
  /** True if the other watcher found the release of the one that was killed. */
  readonly found: boolean;
}

export interface Replicas {
  readonly stage: Stage;
  readonly account: StateAccount;
  /** A further watcher on the same state. */
  start(...more: readonly string[]): WatcherProcess;
  close(): Promise<void>;
}

/** @param more keys of the configuration */
export async function startReplicas(more: object = {}): Promise<Replicas> {
  const account = await startStateAccount();
  const storage = { connectionStringFrom: 'TEST_STATE_ACCOUNT' };
  const stage = await startStage({ state: { storage }, ...more });
  const folder = await mkdtemp(join(tmpdir(), 'replicas-'));
  const caFile = join(folder, 'ca.pem');
  const caOfAzure = await readFile(stage.environment['NODE_EXTRA_CA_CERTS'] ?? '', 'utf8');
  await writeFile(caFile, `${caOfAzure}\n${account.caPem}`);
  const running: WatcherProcess[] = [];
  const environment = {
    ...stage.environment,
    NODE_EXTRA_CA_CERTS: caFile,
    TEST_STATE_ACCOUNT: account.connectionString,
  };
  // Without --state: there is no file.
  const argv = stage.argv.slice(0, 2);
  return {
    stage,
    account,
    start(...options) {
      const started = startWatcherProcess([...argv, ...options], environment);
      running.push(started);
      return started;
    },
    async close() {
      for (const each of running) each.kill('SIGKILL');
      await Promise.all(running.map(({ ended }) => ended));
      await Promise.all([stage.close(), account.close()]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Kills `leader` while it creates the release of `version`; `standby` has to stand by already. */
export async function failOver(
  { stage }: Replicas,
  [leader, standby]: readonly [WatcherProcess, WatcherProcess],
  version: string,
  moment: 'before' | 'after',
): Promise<FailOver> {
  let killedAt = 0;
  stage.devops.mishap = async ({ method, path }) => {
    if (method !== 'POST' || path.endsWith('/tags')) return undefined;
    stage.devops.mishap = () => undefined;
    killedAt = performance.now();
    leader.kill('SIGKILL');
    await leader.ended;
    return moment === 'after' ? { cut: true, after: true } : { cut: true };
  };
  stage.register(version);
  await leader.ended;
  const since = (): number => performance.now() - killedAt;
  await standby.event('leading');
  const untilLed = since();
  const fired = await standby.event('fired');
  return { untilLed, untilFired: since(), found: fired['found'] === true };
}

/** What is wrong with the releases of these versions, in words: of each exactly one must have started. */
export function wrongReleases({ stage }: Replicas, versions: readonly string[]): readonly string[] {
  const made = stage.devops.releases
    .filter(({ status }) => status === 'active')
    .map(({ artifacts }) => artifacts['_fraud'] ?? '');
  return versions.flatMap((version) => {
    const count = made.filter((each) => each === version).length;
    if (count === 1) return [];
    return [`version ${version} has ${count === 0 ? 'no release: lost' : `${count} releases: doubled`}`];
  });
}

/** @param rounds how many leaders are killed, in turn before and after their call had its effect */
export async function* failOvers(rounds: number, note: (line: string) => void): AsyncGenerator<Measurement> {
  const replicas = await startReplicas();
  try {
    let leader = replicas.start();
    await leader.event('baseline');
    const runs: FailOver[] = [];
    const versions: string[] = [];
    for (let round = 1; round <= rounds; round += 1) {
      const standby = replicas.start();
      await standby.event('standby');
      versions.push(String(round));
      const moment = round % 2 === 1 ? 'before' : 'after';
      const run = await failOver(replicas, [leader, standby], String(round), moment);
      note(
        `fail-over ${round} of ${rounds}: led after ${Math.round(run.untilLed)} ms, fired after ${Math.round(run.untilFired)} ms`,
      );
      runs.push(run);
      leader = standby;
    }
    const wrong = wrongReleases(replicas, versions);
    if (wrong.length > 0) throw new Error(wrong.join('\n'));
    const slowest = (of: (run: FailOver) => number): number => rounded(Math.max(...runs.map(of)), 'ms');
    yield { name: 'watch.fail-over.until-led.max', value: slowest(({ untilLed }) => untilLed), unit: 'ms' };
    yield {
      name: 'watch.fail-over.until-fired.max',
      value: slowest(({ untilFired }) => untilFired),
      unit: 'ms',
    };
  } finally {
    await replicas.close();
  }
}
