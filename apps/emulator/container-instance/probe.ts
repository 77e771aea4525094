// Liveness and readiness: asks over HTTP every so often, and tells when the answers turn.
import { request } from 'node:http';
import type { Time } from '../kernel/time.ts';
import type { ProbeRequest } from './group-schemas.ts';

export interface ProbeOptions {
  readonly probe: ProbeRequest;
  readonly portOf: (port: number) => number | undefined;
  readonly time: Time;
  readonly signal: AbortSignal;
  /** Called when the answers turn. */
  readonly tell: (healthy: boolean) => void;
  /** Called after each round that failed, with why. */
  readonly failed: (reason: string) => void;
}

/** Absent: it answers well. The words are those of a kubelet. */
async function faultOf(
  port: number | undefined,
  path: string,
  timeoutMs: number,
): Promise<string | undefined> {
  if (port === undefined) return 'connect: connection refused';
  return new Promise((resolve) => {
    const call = request({ host: '127.0.0.1', port, path, timeout: timeoutMs, agent: false }, (answer) => {
      answer.resume();
      const { statusCode = 0 } = answer;
      const isWell = statusCode >= 200 && statusCode < 400;
      resolve(isWell ? undefined : `HTTP probe failed with statuscode: ${statusCode}`);
    });
    call.on('timeout', () => call.destroy(new Error('context deadline exceeded while awaiting headers')));
    call.on('error', ({ message }) =>
      resolve(/ECONNREFUSED/.test(message) ? 'connect: connection refused' : message),
    );
    call.end();
  });
}

/** Probes until `signal` aborts. The service's defaults: 10 s between rounds, 3 failures, 1 success, 1 s for an answer. */
export async function runProbe({ probe, portOf, time, signal, tell, failed }: ProbeOptions): Promise<void> {
  const { httpGet, initialDelaySeconds = 0, periodSeconds = 10, timeoutSeconds = 1 } = probe;
  const { failureThreshold = 3, successThreshold = 1 } = probe;
  if (!httpGet) return;
  const wait = (ms: number) => time.wait(ms, signal).catch(() => undefined);
  await wait(initialDelaySeconds * 1000);
  let good = 0;
  let bad = 0;
  while (!signal.aborted) {
    const fault = await faultOf(portOf(httpGet.port), httpGet.path ?? '/', timeoutSeconds * 1000);
    const healthy = fault === undefined;
    if (!healthy) failed(fault);
    good = healthy ? good + 1 : 0;
    bad = healthy ? 0 : bad + 1;
    if (good === successThreshold) tell(true);
    if (bad === failureThreshold) {
      bad = 0;
      tell(false);
    }
    await wait(periodSeconds * 1000);
  }
}
