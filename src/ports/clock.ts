// Time, passed in.

export interface Clock {
  now(): Date;
  /**
   * Resolves after `milliseconds`, or at once when `signal` aborts (it then resolves too, never rejects).
   *
   * @throws RunCancelled when somebody ends the run
   */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
}
