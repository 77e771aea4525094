// Requests at a constant rate, whatever happens to those before.

export interface LiveRequests {
  readonly sent: () => number;
  /** Statuses other than 200, and how often each came; 0 for no answer. */
  readonly failures: () => Readonly<Record<string, number>>;
  /** The longest time between two good answers, in milliseconds. */
  readonly worstGapMs: () => number;
  /** Stops, and waits for the answers that are under way. */
  stop(): Promise<void>;
}

/** @param send the status of one answer; throws when there is none */
export function startLiveRequests(everyMs: number, send: () => Promise<number>): LiveRequests {
  const failures: Record<string, number> = {};
  const underWay = new Set<Promise<void>>();
  let sent = 0;
  let worst = 0;
  let lastGood = performance.now();
  const one = async (): Promise<void> => {
    const status = await send().catch(() => 0);
    const now = performance.now();
    if (status !== 200) {
      failures[status] = (failures[status] ?? 0) + 1;
      return;
    }
    worst = Math.max(worst, now - lastGood);
    lastGood = now;
  };
  const timer = setInterval(() => {
    sent += 1;
    const request = one().finally(() => underWay.delete(request));
    underWay.add(request);
  }, everyMs);
  return {
    sent: () => sent,
    failures: () => failures,
    worstGapMs: () => worst,
    async stop() {
      clearInterval(timer);
      await Promise.all(underWay);
    },
  };
}
