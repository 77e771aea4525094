// Asks a server whether it is healthy.
import type { HealthProbe } from '../../ports/health-probe.ts';

const timeoutMs = 2_000;

export const healthProbe: HealthProbe = async (uri) => {
  try {
    const answer = await fetch(uri, { signal: AbortSignal.timeout(timeoutMs) });
    await answer.arrayBuffer();
    return answer.status === 200;
  } catch {
    return false;
  }
};
