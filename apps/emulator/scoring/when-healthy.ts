// Waits for a server that was started until it answers its probe, as the service waits for a container.
import { request } from 'node:http';
import { OperationFailure } from '../azure-ml/long-running.ts';
import type { RunningDeployment } from '../azure-ml/online/scoring-host.ts';
import type { Time } from '../kernel/time.ts';

export interface ReadyWithin {
  readonly readyWithinMs: number;
  readonly time: Time;
  readonly signal: AbortSignal;
}

export interface StartedServer {
  /** Of plain HTTP, on 127.0.0.1. */
  readonly port: number;
  readonly child: {
    /** Undefined while it runs. */
    exit(): number | string | undefined;
    /** Absent where nobody counts it. */
    cpuMilliseconds?(): number | undefined;
    stop(): Promise<void>;
  };
  /** What the probe asks for; 200 is healthy. */
  readonly path: string;
  readonly protocol: RunningDeployment['protocol'];
}

const pollMs = 100;
const troubleshooting =
  'Please see troubleshooting guide, available here: https://aka.ms/oe-tsg#error-resourcenotready';

async function isHealthy(port: number, path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const call = request({ host: '127.0.0.1', port, path, timeout: 2_000, agent: false }, (answer) => {
      answer.resume();
      resolve(answer.statusCode === 200);
    });
    call.on('timeout', () => call.destroy());
    call.on('error', () => resolve(false));
    call.end();
  });
}

export const crashed = () =>
  new OperationFailure('ResourceNotReady', `User container has crashed or terminated. ${troubleshooting}`);

/** @throws OperationFailure ResourceNotReady when the server ends or stays unhealthy; it is stopped then */
export async function whenHealthy(
  { port, child, path, protocol }: StartedServer,
  { readyWithinMs, time, signal }: ReadyWithin,
): Promise<RunningDeployment> {
  const deadline = time.now().getTime() + readyWithinMs;
  try {
    while (!(await isHealthy(port, path))) {
      if (child.exit() !== undefined) throw crashed();
      if (time.now().getTime() > deadline)
        throw new OperationFailure(
          'ResourceNotReady',
          `User container did not become ready within ${readyWithinMs / 1000} seconds. ${troubleshooting}`,
        );
      await time.wait(pollMs, signal);
    }
  } catch (error) {
    await child.stop();
    throw error;
  }
  return {
    ...{ port, protocol },
    isUp: () => child.exit() === undefined,
    ...(child.cpuMilliseconds && { cpuMilliseconds: () => child.cpuMilliseconds?.() }),
    stop: () => child.stop(),
  };
}
