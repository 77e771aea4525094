// A Docker Engine for the tests: on a socket in a folder of its own, and gone without a trace when it is stopped.
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import Docker from 'dockerode';

export interface Engine {
  readonly socketPath: string;
  /** Ends the engine and its containers, and takes its files and its bridge away. */
  stop(): Promise<void>;
}

const startWithinMs = 30_000;
const stopWithinMs = 20_000;

/** Why no engine can be started here; undefined if one can. */
export function missingForEngine(): string | undefined {
  if (process.platform !== 'linux') return 'an engine of its own needs Linux';
  if (!['/usr/sbin/dockerd', '/usr/bin/dockerd'].some(existsSync)) return 'no dockerd is installed';
  return process.getuid?.() === 0 ? undefined : 'dockerd is installed, and only root may start it';
}

const ip = (...args: readonly string[]) => execFileSync('ip', args, { stdio: ['ignore', 'ignore', 'pipe'] });

/** A /24 that no interface of this machine is in. */
function freeSubnet(): number {
  const used = Object.values(networkInterfaces())
    .flatMap((all) => all ?? [])
    .map(({ address }) => address);
  for (let third = process.pid % 200; ; third = (third + 1) % 250)
    if (!used.some((address) => address.startsWith(`10.213.${third}.`))) return third;
}

/**
 * A bridge of our own: with Docker's, the engine would leave `docker0` and its firewall chains behind. Ports are published
 * by its proxy alone, which is all that this machine needs; containers reach nothing outside.
 */
function addBridge(): string {
  const third = freeSubnet();
  const name = `aml-tests-${third}`;
  ip('link', 'add', name, 'type', 'bridge');
  ip('addr', 'add', `10.213.${third}.1/24`, 'dev', name);
  ip('link', 'set', name, 'up');
  return name;
}

async function untilReady(docker: Docker, daemon: ChildProcess, logFile: string): Promise<void> {
  const deadline = Date.now() + startWithinMs;
  for (;;) {
    const answered = await docker.ping().then(
      () => true,
      () => false,
    );
    if (answered) return;
    if (daemon.exitCode !== null || Date.now() > deadline)
      throw new Error(`dockerd did not start:\n${readFileSync(logFile, 'utf8').slice(-2000)}`);
    await sleep(50);
  }
}

/** Takes every container away: a killed engine would leave their processes and mounts. */
async function removeContainers(docker: Docker): Promise<void> {
  const all = await docker.listContainers({ all: true });
  await Promise.all(all.map(({ Id }) => docker.getContainer(Id).remove({ force: true })));
}

/** @param folder a new or empty folder; short, as the path of a socket may have 107 bytes */
export async function startEngine(folder: string): Promise<Engine> {
  const at = (name: string) => join(folder, name);
  mkdirSync(folder, { recursive: true });
  const socketPath = at('docker.sock');
  const logFile = at('dockerd.log');
  const log = openSync(logFile, 'w');
  const bridge = addBridge();
  const daemon = spawn(
    'dockerd',
    [
      ...['--data-root', at('data'), '--exec-root', at('exec'), '--pidfile', at('dockerd.pid')],
      ...['--host', `unix://${socketPath}`, '--bridge', bridge],
      ...['--iptables=false', '--ip-forward=false', '--userland-proxy=true', '--shutdown-timeout=5'],
    ],
    {
      stdio: ['ignore', log, log],
      env: { ...process.env, PATH: `${process.env.PATH ?? ''}:/usr/sbin:/sbin` },
    },
  );
  closeSync(log);
  const ended = new Promise<void>((resolve) => daemon.once('close', () => resolve()));
  const docker = new Docker({ socketPath });
  const stop = async () => {
    await removeContainers(docker).catch(() => undefined);
    daemon.kill('SIGTERM');
    const force = setTimeout(() => daemon.kill('SIGKILL'), stopWithinMs);
    await ended;
    clearTimeout(force);
    ip('link', 'del', bridge);
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    await untilReady(docker, daemon, logFile);
  } catch (error) {
    await stop();
    throw error;
  }
  return { socketPath, stop };
}
