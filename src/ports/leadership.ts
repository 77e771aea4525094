// Which of several watchers with one memory may act: one at a time, and each knows for how long.

export interface Leadership {
  /**
   * Takes the lead; absent while another watcher has it.
   * @throws WatchStateAccountForbidden, WatchStateAccountUnusable or WatchStateAccountFailed
   */
  take(): Promise<Term | undefined>;
}

/** The time during which one watcher leads. */
export interface Term {
  /** Greater than that of every earlier term: what is written carries it, so that a late write can be refused. */
  readonly epoch: number;
  /** Aborts when the lead is lost: from then on another watcher may act. */
  readonly signal: AbortSignal;
  /**
   * Returns if this watcher leads and will do so for long enough to make one call.
   * @throws WatchLeadershipLost
   */
  confirm(): Promise<void>;
  /** Gives the lead back, so that another watcher need not wait for its end. Never throws. */
  release(): Promise<void>;
}
