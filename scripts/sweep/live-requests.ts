// Requests at a constant rate, whatever happens to those before.

export interface LiveCounts {
  sent: number;
  /** Answers other than 200, and none at all. */
  failed: number;
  /** Their statuses, and how often each came; 0 for no answer. */
  readonly failures: Record<string, number>;
  /** The longest time between two good answers, in milliseconds. */
  worstGapMs: number;
}

export interface LiveRequests {
  /** Counts what is sent from now on by itself; complete after `stop`. */
  begin(): LiveCounts;
  /** Stops, and waits for the answers that are under way. */
  stop(): Promise<void>;
}

const nothing = (): LiveCounts => ({ sent: 0, failed: 0, failures: {}, worstGapMs: 0 });

/** @param send the status of one answer; throws when there is none */
export function startLiveRequests(everyMs: number, send: () => Promise<number>): LiveRequests {
  const underWay = new Set<Promise<void>>();
  let counts = nothing();
  let lastGood = performance.now();
  const one = async (mine: LiveCounts): Promise<void> => {
    const status = await send().catch(() => 0);
    const now = performance.now();
    if (status !== 200) {
      mine.failed += 1;
      mine.failures[status] = (mine.failures[status] ?? 0) + 1;
      return;
    }
    mine.worstGapMs = Math.max(mine.worstGapMs, now - lastGood);
    lastGood = now;
  };
  const timer = setInterval(() => {
    counts.sent += 1;
    const request = one(counts).finally(() => underWay.delete(request));
    underWay.add(request);
  }, everyMs);
  return {
    begin: () => (counts = nothing()),
    async stop() {
      clearInterval(timer);
      await Promise.all(underWay);
    },
  };
}
