// The one-machine stack with an endpoint that serves, requests to it at a constant rate, and runs of the deploy flow as child
// processes that can be killed.
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { httpsCall } from '../../apps/emulator/kernel/https-client.ts';
import { startStack, type Stack } from '../../apps/emulator/stack.ts';
import { registerModel } from '../../test/apps/emulator/support/deploy.ts';
import { connect, type WorkspaceClient } from '../../test/apps/emulator/support/workspace-client.ts';
import { writeProject } from '../../test/tasks/support/scoring-project.ts';
import { startLiveRequests, type LiveRequests } from './live-requests.ts';

export interface DeployRun {
  /** Everything it printed so far. */
  readonly output: () => string;
  /** Resolves when it has printed this. */
  printed(pattern: RegExp): Promise<void>;
  kill(): void;
  /** The exit status; undefined when it was killed. */
  readonly ended: Promise<number | undefined>;
}

export interface SweepStage {
  readonly stack: Stack;
  readonly client: WorkspaceClient;
  /** @param release runs of one release are its attempts */
  deploy(release: number, version: string, rollout: string): DeployRun;
  traffic(): Promise<Readonly<Record<string, number>>>;
  /** @param everyMs the time between two requests */
  startRequests(everyMs: number): Promise<LiveRequests>;
  close(): Promise<void>;
}

const endpoint = 'sweep';

function follow(child: ChildProcess): DeployRun {
  let text = '';
  const waiters = new Set<() => void>();
  const listen = (chunk: Buffer): void => {
    text += chunk.toString('utf8');
    for (const wake of waiters) wake();
  };
  child.stdout?.on('data', listen);
  child.stderr?.on('data', listen);
  const ended = new Promise<number | undefined>((resolve) => {
    child.on('close', (code) => {
      resolve(code ?? undefined);
      for (const wake of waiters) wake();
    });
  });
  return {
    output: () => text,
    ended,
    kill: () => child.kill('SIGKILL'),
    printed: (pattern) =>
      new Promise((resolve) => {
        const look = (): void => {
          if (!pattern.test(text) && child.exitCode === null && child.signalCode === null) return;
          waiters.delete(look);
          resolve();
        };
        waiters.add(look);
        look();
      }),
  };
}

/** @throws Error when the stack does not start */
export async function startSweepStage(root: string): Promise<SweepStage> {
  const folder = await mkdtemp(join(tmpdir(), 'sweep-'));
  const stack = await startStack({
    cacheDir: join(root, '.cache'),
    env: process.env,
    log: () => undefined,
    stateDir: join(folder, 'state'),
  });
  const client = connect(stack);
  const { identity, arm, caFile } = stack.addresses;
  await registerModel(client, '1', 2);
  await registerModel(client, '2', 3);
  const running = new Set<ChildProcess>();
  let projects = 0;
  const endpointBody = async (): Promise<{
    properties: { scoringUri: string; traffic: Record<string, number> };
  }> =>
    JSON.parse((await client.arm('GET', `onlineEndpoints/${endpoint}`)).text) as {
      properties: { scoringUri: string; traffic: Record<string, number> };
    };
  return {
    stack,
    client,
    deploy(release, version, rollout) {
      projects += 1;
      const project = join(folder, `project-${projects}`);
      const order = { identity, arm, project, folder, release, version, endpoint, rollout };
      const child = spawn(
        process.execPath,
        ['--import', 'tsx', join(root, 'scripts', 'sweep', 'deploy-once.ts')],
        {
          cwd: root,
          env: { ...process.env, NODE_EXTRA_CA_CERTS: caFile, SWEEP_ORDER: JSON.stringify(order) },
        },
      );
      running.add(child);
      child.on('close', () => running.delete(child));
      return follow(child);
    },
    async traffic() {
      const { traffic } = (await endpointBody()).properties;
      return Object.fromEntries(Object.entries(traffic).filter(([, share]) => share > 0));
    },
    async startRequests(everyMs) {
      const { scoringUri } = (await endpointBody()).properties;
      const keys = await client.arm('POST', `onlineEndpoints/${endpoint}/listKeys`);
      const { primaryKey } = JSON.parse(keys.text) as { primaryKey: string };
      return startLiveRequests(everyMs, async () => {
        const answer = await httpsCall({
          ...{ method: 'POST', url: scoringUri, caPem: stack.caPem, timeoutMs: 30_000, maxBytes: 100_000 },
          headers: { authorization: `Bearer ${primaryKey}`, 'content-type': 'application/json' },
          body: '{"x": 2}',
        });
        return answer.status;
      });
    },
    async close() {
      for (const child of running) child.kill('SIGKILL');
      await stack.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The project that every run deploys. */
export const writeSweepProject = async (folder: string, project: string, rollout: string): Promise<void> => {
  const path = await writeProject(folder, project, {
    // Room for the requests of the sweep beside those of the judge.
    'deploymentconfig.yml':
      'computeType: managed\ninstanceType: Standard_DS3_v2\ninstanceCount: 10\nscoringTimeoutMs: 30000\n',
  });
  await writeFile(join(path, 'rollout.yml'), rollout);
};
