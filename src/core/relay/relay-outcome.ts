// How one event of a delivery ended, and why.

export type RelayOutcome =
  /** Azure DevOps has it. */
  | { readonly outcome: 'forwarded'; readonly reason: string }
  /** There is nothing to do, and that is right. */
  | { readonly outcome: 'ignored'; readonly reason: string }
  /** It will never be forwarded: it cannot be understood (`malformed`) or is not allowed (`forbidden`). */
  | { readonly outcome: 'refused'; readonly fault: 'malformed' | 'forbidden'; readonly reason: string }
  /** It could not be forwarded now; trying again can help. */
  | { readonly outcome: 'later'; readonly reason: string };
