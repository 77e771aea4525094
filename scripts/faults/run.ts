// One run: a model, two watches of it, and what the plan lets happen to them.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from './free-port.ts';
import { type RunPlan, type Timed, planRun } from './plan.ts';
import type { Stage } from './stage.ts';
import { type Verdict, isGood, judge } from './verdict.ts';
import { type Watcher, superviseWatcher } from './watcher.ts';

export interface RunReport {
  readonly seed: number;
  /** Registered after the watches began. */
  readonly versions: number;
  readonly verdicts: Readonly<Record<'every' | 'latest', Verdict>>;
  /** For a person who looks for the cause. */
  readonly timeline: readonly string[];
}

const modes = ['every', 'latest'] as const;
type Mode = (typeof modes)[number];

/** How long a run may take to come to its good end after the last thing has happened to it, in milliseconds. */
const patience = 60_000;

/** How long nothing more may happen before a run is at its end, in milliseconds. */
const quietFor = 250;

export async function runOnce(seed: number, stage: Stage, program: string): Promise<RunReport> {
  const model = `run-${seed}`;
  const plan = planRun(seed, model);
  const began = performance.now();
  const timeline: string[] = [];
  const note = (who: string, line: string): void =>
    void timeline.push(`${(performance.now() - began).toFixed(0).padStart(6)} ms  ${who}: ${line}`);

  for (const version of plan.baseline) await stage.register(model, version);
  const definitions = new Map<Mode, number>();
  for (const mode of modes) definitions.set(mode, await stage.createDefinition(`${mode} ${model}`, model));
  const port = await freePort();
  const command = {
    program,
    note,
    argv: ['--config', configure(stage, plan, model, port), '--state', join(stage.folder, `${model}.db`)],
    environment: {
      PATH: process.env['PATH'] ?? '',
      NODE_EXTRA_CA_CERTS: stage.addresses.caFile,
      FAULTS_CLIENT_SECRET: stage.addresses.identity.clientSecret,
      FAULTS_DEVOPS_TOKEN: stage.addresses.devops?.personalAccessToken ?? '',
    },
  };
  const watchers = [superviseWatcher('watcher', command, plan.clockOffset)];
  const released = async (mode: Mode) => stage.released(definitions.get(mode) ?? 0);
  const verdictOf = async (mode: Mode) =>
    judge({ mode, versions: plan.versions, released: await released(mode) });
  const isDone = async (): Promise<boolean> => {
    for (const mode of modes) if ((await verdictOf(mode)).lost.length > 0) return false;
    return true;
  };

  try {
    await within(patience, 'the watches did not begin', watchers[0]?.event('baseline', modes.length));
    if (plan.events !== undefined) {
      await within(patience, 'the relay did not listen', watchers[0]?.event('listening', 1));
      await stage.subscribe(model, model, `https://localhost:${port}/events`);
      for (const [version, delaysMs] of plan.events)
        stage.eventFaults.add({ subject: `models/${model}:${version}`, times: 1, delaysMs: [...delaysMs] });
    }
    const from = performance.now();
    for (const action of plan.actions) {
      await sleep(Math.max(0, from + action.at - performance.now()));
      await act(action);
    }
    const until = performance.now() + patience;
    while (!(await isDone()) && performance.now() < until) await sleep(100);
    await sleep(quietFor);
  } catch (error) {
    note('harness', error instanceof Error ? error.message : String(error));
  }
  for (const status of await Promise.all(watchers.map((each) => each.stop())))
    if (status !== 0 && status !== 2)
      note('harness', `a watcher that was asked to stop ended with ${status}`);
  if (plan.events !== undefined) await stage.unsubscribe(model);
  await stage.clearFaults();
  const verdicts = { every: await verdictOf('every'), latest: await verdictOf('latest') };
  if (!Object.values(verdicts).every(isGood))
    for (const mode of modes)
      note('harness', `released in mode ${mode}: ${(await released(mode)).join(', ')}`);
  await stage.archive(model);
  return { seed, versions: plan.versions.length, verdicts, timeline };

  async function act(action: Timed): Promise<void> {
    const [watcher] = watchers as [Watcher];
    note('plan', JSON.stringify(action));
    switch (action.what) {
      case 'register':
        await stage.register(model, action.version);
        return;
      case 'fault':
        return stage.orderFault(action.service, action.rule);
      case 'kill':
        watcher.kill(action.downFor, action.clockOffset);
        return;
      case 'clock':
        watcher.jump(action.offset);
        return;
      case 'second watcher':
        watchers.push(superviseWatcher('second watcher', command, action.clockOffset));
    }
  }
}

/** @returns the path of watch.yml */
function configure({ addresses, folder }: Stage, plan: RunPlan, model: string, port: number): string {
  const { identity, arm, devops } = addresses;
  const { subscriptionId, resourceGroup, workspace: name } = arm;
  const configuration = {
    azure: {
      armUrl: arm.url,
      authorityUrl: identity.authority,
      tenantId: identity.tenantId,
      clientId: identity.clientId,
      clientSecretFrom: 'FAULTS_CLIENT_SECRET',
    },
    organization: { url: devops?.organizationUrl ?? '', tokenFrom: 'FAULTS_DEVOPS_TOKEN' },
    intervalSeconds: 1,
    watches: modes.map((mode) => ({
      name: mode,
      workspace: { subscriptionId, resourceGroup, name },
      model,
      mode,
      release: { project: devops?.project ?? '', definition: `${mode} ${model}`, artifact: '_model' },
    })),
    ...(plan.events === undefined
      ? {}
      : {
          relay: {
            host: 'localhost',
            port,
            tls: { certificate: join(folder, 'relay.crt'), key: join(folder, 'relay.key') },
          },
        }),
  };
  const file = join(folder, `${model}.yml`);
  // JSON is YAML.
  writeFileSync(file, JSON.stringify(configuration));
  return file;
}

async function within<T>(
  milliseconds: number,
  otherwise: string,
  work: Promise<T> | undefined,
): Promise<void> {
  const timer = new AbortController();
  const late = sleep(milliseconds, undefined, { signal: timer.signal }).then(() => {
    throw new Error(otherwise);
  });
  try {
    await Promise.race([work, late]);
  } finally {
    timer.abort();
    late.catch(() => undefined);
  }
}
