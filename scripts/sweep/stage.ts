// The one-machine stack with an endpoint for each strategy, requests to it at a constant rate, and runs of the deploy flow.
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { httpsCall } from '../../apps/emulator/kernel/https-client.ts';
import { startStack, type Stack } from '../../apps/emulator/stack.ts';
import { registerModel } from '../../test/apps/emulator/support/deploy.ts';
import { connect, type WorkspaceClient } from '../../test/apps/emulator/support/workspace-client.ts';
import { writeProject } from '../../test/tasks/support/scoring-project.ts';
import { buildDeploy } from './build-deploy.ts';
import { followRun, type DeployRun, type OnLine } from './deploy-run.ts';
import { startLiveRequests, type LiveRequests } from './live-requests.ts';

/** One endpoint, whose roll-outs follow one another. */
export interface SweepLane {
  readonly control: Stack['control'];
  readonly endpoint: string;
  readonly requests: LiveRequests;
  /** Runs from now on are attempts of another release. */
  newRelease(): void;
  deploy(version: string, rollout: string, onLine?: OnLine): DeployRun;
  traffic(): Promise<Readonly<Record<string, number>>>;
}

export interface SweepStage {
  /**
   * An endpoint that serves version 1.
   *
   * @param everyMs the time between two requests
   * @throws Error when it does not come up
   */
  openLane(endpoint: string, everyMs: number): Promise<SweepLane>;
  close(): Promise<void>;
}

interface EndpointBody {
  readonly properties: { readonly scoringUri: string; readonly traffic: Readonly<Record<string, number>> };
}

/** Room for the requests of the sweep beside those of the judge. */
const configs = {
  'deploymentconfig.yml':
    'computeType: managed\ninstanceType: Standard_DS3_v2\ninstanceCount: 10\nscoringTimeoutMs: 30000\n',
};

async function bodyOf(client: WorkspaceClient, endpoint: string): Promise<EndpointBody['properties']> {
  const answer = await client.arm('GET', `onlineEndpoints/${endpoint}`);
  return (JSON.parse(answer.text) as EndpointBody).properties;
}

async function callerOf(client: WorkspaceClient, caPem: string, endpoint: string) {
  const { scoringUri: url } = await bodyOf(client, endpoint);
  const keys = await client.arm('POST', `onlineEndpoints/${endpoint}/listKeys`);
  const { primaryKey } = JSON.parse(keys.text) as { primaryKey: string };
  return async (): Promise<number> => {
    const answer = await httpsCall({
      ...{ method: 'POST', url, caPem, timeoutMs: 30_000, maxBytes: 100_000, body: '{"x": 2}' },
      headers: { authorization: `Bearer ${primaryKey}`, 'content-type': 'application/json' },
    });
    return answer.status;
  };
}

/** @throws Error when the stack does not start */
export async function startSweepStage(root: string): Promise<SweepStage> {
  const folder = await mkdtemp(join(tmpdir(), 'sweep-'));
  const [stack, program] = await Promise.all([
    startStack({
      cacheDir: join(root, '.cache'),
      env: process.env,
      log: () => undefined,
      stateDir: join(folder, 'state'),
    }),
    buildDeploy(root),
  ]);
  const client = connect(stack);
  const { identity, arm, caFile } = stack.addresses;
  await registerModel(client, '1', 2);
  await registerModel(client, '2', 3);
  const running = new Set<ChildProcess>();
  const lanes: LiveRequests[] = [];
  const run = (order: object, onLine: OnLine): DeployRun => {
    const child = spawn(process.execPath, [program], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...process.env,
        NODE_EXTRA_CA_CERTS: caFile,
        SWEEP_ORDER: JSON.stringify({ identity, arm, ...order }),
      },
    });
    running.add(child);
    child.on('close', () => running.delete(child));
    return followRun(child, onLine);
  };
  return {
    async openLane(endpoint, everyMs) {
      const project = await writeProject(folder, endpoint, configs);
      let release = 0;
      const deploy: SweepLane['deploy'] = (version, rollout, onLine = () => undefined) =>
        run({ project, release, version, endpoint, rollout }, onLine);
      const first = deploy('1', 'strategy: replace\n');
      if ((await first.ended) !== 0) throw new Error(first.output());
      const requests = startLiveRequests(everyMs, await callerOf(client, stack.caPem, endpoint));
      lanes.push(requests);
      return {
        ...{ control: stack.control, endpoint, requests, deploy },
        newRelease: () => void (release += 1),
        async traffic() {
          const { traffic } = await bodyOf(client, endpoint);
          return Object.fromEntries(Object.entries(traffic).filter(([, share]) => share > 0));
        },
      };
    },
    async close() {
      for (const child of running) child.kill('SIGKILL');
      await Promise.all(lanes.map((lane) => lane.stop()));
      await stack.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
