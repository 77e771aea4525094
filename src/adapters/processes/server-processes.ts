// Scoring servers as detached processes: they outlive the command that starts them, and later commands find them again.
import { spawn } from 'node:child_process';
import { close, open } from 'node:fs';
import { access, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { lastBuildWords } from '../../core/deploy/last-words.ts';
import { fail } from '../../core/errors/catalogue.ts';
import { given } from '../../core/given.ts';
import type { ServerProcesses } from '../../ports/server-processes.ts';
import type { ScoringServer } from '../../ports/server-host.ts';
import { findPython } from './find-python.ts';
import { freePort, isFree } from './free-port.ts';
import { startOf } from './process-identity.ts';
import { ServerFolders, type ServerState } from './server-state.ts';
import { buildEnvironment, isComplete } from './virtual-environment.ts';

export interface ProcessesOptions {
  /** Absolute path: holds the servers' states and logs, and the virtual environments. */
  readonly folder: string;
  /** pip gets it whole; servers get PATH, HOME and LANG of it. */
  readonly env: NodeJS.ProcessEnv;
}

/**
 * The inference server listens on every address of the machine and has no option for it: the one constant that says so is set
 * before it is read, as nobody but this machine is to get in.
 */
const launcher = [
  'import sys, azureml_inference_server_http.constants as constants',
  "constants.DEFAULT_HOST = '127.0.0.1'",
  'from azureml_inference_server_http.amlserver import run',
  'sys.exit(run())',
].join('\n');

/** How long a server may take to end by itself. */
const graceMs = 5_000;

const pick = (env: NodeJS.ProcessEnv, ...names: readonly string[]): Record<string, string> =>
  Object.fromEntries(names.flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]]])));

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    // It leads a group of its own; its workers end with it.
    process.kill(-pid, name);
  } catch {
    // It has ended: that is what the signal was for.
  }
}

const isRunning = async ({ running }: ServerState): Promise<boolean> =>
  running !== undefined && (await startOf(running.pid)) === running.start;

export function createServerProcesses({ folder, env }: ProcessesOptions): ServerProcesses {
  const servers = new ServerFolders(join(folder, 'servers'));
  const environment = (key: string) => join(folder, 'environments', key);

  async function stop(name: string): Promise<void> {
    const state = await servers.read(name);
    if (state?.running === undefined || !(await isRunning(state))) return;
    const { pid } = state.running;
    signal(pid, 'SIGTERM');
    for (let waited = 0; waited < graceMs && (await isRunning(state)); waited += 50) await sleep(50);
    signal(pid, 'SIGKILL');
    while (await isRunning(state)) await sleep(20);
  }

  async function launch(name: string, { spec }: ServerState, port: number): Promise<number> {
    const bin = join(environment(spec.environment), 'bin');
    await access(join(bin, 'python'));
    const log = await promisify(open)(servers.logFile(name), 'w', 0o600);
    const child = spawn(
      join(bin, 'python'),
      ['-c', launcher, '--entry_script', join(spec.appRoot, spec.entryScript), '--port', String(port)],
      {
        cwd: spec.appRoot,
        detached: true,
        stdio: ['ignore', log, log],
        env: {
          ...pick(env, 'HOME', 'LANG', 'TMPDIR'),
          PATH: `${bin}:${env['PATH'] ?? ''}`,
          VIRTUAL_ENV: environment(spec.environment),
          PYTHONUNBUFFERED: '1',
          AML_APP_ROOT: spec.appRoot,
          AZUREML_ENTRY_SCRIPT: spec.entryScript,
          ...spec.variables,
        },
      },
    );
    const started = new Promise<number>((resolve, reject) => {
      child.once('error', reject);
      child.once('spawn', () => resolve(child.pid ?? 0));
    });
    child.unref();
    await promisify(close)(log);
    return started;
  }

  async function describe(name: string): Promise<readonly ScoringServer[]> {
    const state = await servers.read(name);
    if (state === undefined) return [];
    const { spec, running } = state;
    const up = await isRunning(state);
    const words = running === undefined ? 'created' : 'exited';
    return [
      {
        name,
        state: up ? 'running' : words,
        labels: spec.labels,
        ...given({ hostPort: up ? running?.port : undefined }),
      },
    ];
  }

  return {
    environmentExists: (key) => isComplete(environment(key)),

    async buildEnvironment(key, requirements, onLine) {
      const said: string[] = [];
      const python = await findPython(env);
      const done = await buildEnvironment({
        ...{ folder: environment(key), requirements, python, env },
        onLine: (line) => {
          said.push(line);
          onLine(line);
        },
      });
      if (!done)
        throw fail('PackagesNotInstalled', {
          requirements: requirements.join(', '),
          log: lastBuildWords(said.join('\n')),
        });
    },

    async create(name, spec) {
      await stop(name);
      await servers.remove(name);
      await servers.write(name, { spec });
    },

    async start(name) {
      const state = await servers.read(name);
      if (state === undefined) throw new Error(`There is no server '${name}'.`);
      if (await isRunning(state)) return;
      const port = state.spec.port ?? (await freePort());
      if (!(await isFree(port))) throw fail('PortInUse', { port, service: name });
      const pid = await launch(name, state, port);
      // Ended already: no process has this start.
      const start = (await startOf(pid)) ?? 'ended';
      await servers.write(name, { ...state, running: { pid, start, port } });
    },

    stop,

    async rename(from, to) {
      await servers.move(from, to);
    },

    async remove(name) {
      await stop(name);
      await servers.remove(name);
    },

    async list(labels) {
      const all = await Promise.all((await servers.names()).map(describe));
      return all
        .flat()
        .filter((server) => Object.entries(labels).every(([key, value]) => server.labels[key] === value));
    },

    async logs(name, tail) {
      const text = await readFile(servers.logFile(name), 'utf8').catch(() => '');
      return text
        .split('\n')
        .slice(-tail - 1)
        .join('\n');
    },
  };
}
