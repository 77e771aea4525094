// The turn of a call among all those that one limit of a service counts together.
import type { QuotaAnswer } from '../core/pace/quota.ts';

export interface Quota {
  /**
   * Waits for the call's turn.
   *
   * @returns 0 if the call may be made now; otherwise how many milliseconds it would have to wait: more than is
   * waited for within a check
   */
  enter(): Promise<number>;
  /** Takes to heart what the call's answer says. */
  learn(answer: QuotaAnswer): void;
}
