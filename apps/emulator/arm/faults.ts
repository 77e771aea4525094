// Faults that a test orders: the next calls that match answer with an error, late, or not at all.

export interface FaultRule {
  /** Any method when absent. */
  readonly method?: string;
  /** A part of the path, case-insensitive; any path when absent. */
  readonly path?: string;
  /** How many matching calls are hit. */
  readonly times: number;
  /** The status to answer with; 0 breaks the connection; absent means the call goes through (after the delay). */
  readonly status?: number;
  readonly code?: string;
  readonly message?: string;
  /** Sent as Retry-After. */
  readonly retryAfterSeconds?: number;
  readonly delayMs?: number;
}

export class FaultList {
  #rules: { rule: FaultRule; left: number }[] = [];

  add(rule: FaultRule): void {
    this.#rules.push({ rule, left: rule.times });
  }

  clear(): void {
    this.#rules = [];
  }

  /** What is still ordered. */
  pending(): readonly FaultRule[] {
    return this.#rules.map(({ rule, left }) => ({ ...rule, times: left }));
  }

  /** The first rule that matches, used up by one. */
  take(method: string, path: string): FaultRule | undefined {
    const entry = this.#rules.find(
      ({ rule }) =>
        (rule.method === undefined || rule.method.toUpperCase() === method) &&
        (rule.path === undefined || path.toLowerCase().includes(rule.path.toLowerCase())),
    );
    if (!entry) return undefined;
    entry.left -= 1;
    if (entry.left <= 0) this.#rules = this.#rules.filter((other) => other !== entry);
    return entry.rule;
  }
}
