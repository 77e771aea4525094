// Turn after turn, until told to stop.
import type { Watcher } from '../../artifact-source/watch.ts';
import type { Clock } from '../../src/ports/clock.ts';

export interface LoopOptions {
  readonly clock: Clock;
  /** From the start of one turn to the start of the next, in seconds. */
  readonly intervalSeconds: number;
  readonly once: boolean;
  /** Aborts when the watcher has to stop: it finishes the step in hand. */
  readonly signal: AbortSignal;
}

/** @returns how many steps of the last turn failed */
export async function runTurns(watcher: Pick<Watcher, 'turn'>, options: LoopOptions): Promise<number> {
  const { clock, intervalSeconds, once, signal } = options;
  for (;;) {
    const began = clock.now().getTime();
    const { failed } = await watcher.turn(signal);
    if (once || signal.aborted) return failed;
    const spent = clock.now().getTime() - began;
    // A clock that was set back must not make the pause longer than the interval.
    const rest = intervalSeconds * 1000 - Math.max(0, spent);
    await clock.sleep(Math.max(0, rest), signal);
    if (isAborted(signal)) return failed;
  }
}

// A function, because the compiler believes that what it has once seen to be false stays false over an await.
function isAborted(signal: AbortSignal): boolean {
  return signal.aborted;
}
