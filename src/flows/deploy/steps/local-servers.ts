// Starting, swapping and finding scoring servers on this machine.
import { fail } from '../../../core/errors/catalogue.ts';
import { lastWords } from '../../../core/deploy/last-words.ts';
import { candidateSuffix } from '../../../core/plan/targets/local-roll-out.ts';
import type { Clock } from '../../../ports/clock.ts';
import type { HealthProbe } from '../../../ports/health-probe.ts';
import type { Log } from '../../../ports/log.ts';
import type { ScoringServer, ServerHost } from '../../../ports/server-host.ts';
import { explainingLines, showLogs } from './show-logs.ts';

export interface ServerPorts {
  readonly host: ServerHost;
  readonly probe: HealthProbe;
  readonly clock: Clock;
  readonly log: Log;
}

/** Between two looks at a server that starts, and how long it may take: loading a large model counts. */
const pollMs = 200;
const startWithinMs = 300_000;

export const addressOf = (port: number): string => `http://127.0.0.1:${port}`;

export const isCandidate = ({ name }: ScoringServer): boolean => name.endsWith(candidateSuffix);

export const serversOf = (host: ServerHost, service: string): Promise<readonly ScoringServer[]> =>
  host.list({ 'azureml-local-endpoint': '', endpoint: service });

const splitName = (name: string) => {
  const dot = name.indexOf('.');
  return { endpoint: name.slice(0, dot), deployment: name.slice(dot + 1).replace(candidateSuffix, '') };
};

async function failed({ host, log }: ServerPorts, name: string, reason: string): Promise<Error> {
  const text = await showLogs(log, name, () => host.logs(name, explainingLines));
  return fail('DeploymentFailed', { ...splitName(name), reason, log: lastWords(text) });
}

/** @throws DeploymentFailed when the server ends, or does not answer in time */
async function untilHealthy(ports: ServerPorts, name: string): Promise<number> {
  const { host, probe, clock } = ports;
  const deadline = clock.now().getTime() + startWithinMs;
  for (;;) {
    const server = (await serversOf(host, splitName(name).endpoint)).find((one) => one.name === name);
    if (server?.state !== 'running') {
      const code = server?.exitCode === undefined ? '' : ` with exit code ${server.exitCode}`;
      throw await failed(ports, name, `it ended${code} before it answered`);
    }
    const { hostPort } = server;
    if (hostPort !== undefined && (await probe(`${addressOf(hostPort)}/`))) return hostPort;
    if (clock.now().getTime() >= deadline)
      throw await failed(ports, name, `it did not answer within ${startWithinMs / 1000} s`);
    await clock.sleep(pollMs);
  }
}

/**
 * Starts a server and waits until it answers. One that does not is stopped, and stays with its log for diagnosis.
 *
 * @returns its port
 * @throws DeploymentFailed, PortInUse
 */
export async function startServer(ports: ServerPorts, name: string): Promise<number> {
  await ports.host.start(name);
  try {
    return await untilHealthy(ports, name);
  } catch (error) {
    await ports.host.stop(name);
    throw error;
  }
}

/**
 * Puts a server on a port of its own, where another one may serve: that one stops, and starts again if the new one fails.
 *
 * @throws DeploymentFailed, PortInUse; what served before serves again
 */
export async function swapServer(
  ports: ServerPorts,
  { name, spec, port }: { readonly name: string; readonly spec: object; readonly port: number },
): Promise<void> {
  const { host, log } = ports;
  const there = await serversOf(host, splitName(name).endpoint);
  const old = there.filter((server) => server.name !== name && !isCandidate(server));
  const inTheWay = old.filter(({ hostPort, state }) => state === 'running' && hostPort === port);
  await host.remove(`${name}${candidateSuffix}`);
  for (const server of inTheWay) await host.stop(server.name);
  try {
    await host.create(name, spec);
    await startServer(ports, name);
  } catch (error) {
    await host.remove(name);
    for (const server of inTheWay) {
      log.warning(`'${name}' did not take port ${port}: '${server.name}' serves again.`);
      await startServer(ports, server.name);
    }
    throw error;
  }
  for (const server of old) await host.remove(server.name);
}
