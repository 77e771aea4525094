// How long to wait before an operation that is under way is asked about again.

export interface PollRule {
  readonly firstMs: number;
  readonly longestMs: number;
}

/**
 * As long as the service asks for; else longer each time, because what takes long already will take a while yet.
 *
 * @param turn how often was asked before
 * @param askedMs what `Retry-After` says; absent when it says nothing
 * @returns milliseconds
 */
export const pollPause = (turn: number, { firstMs, longestMs }: PollRule, askedMs?: number): number =>
  askedMs ?? Math.min(firstMs * 1.5 ** turn, longestMs);
