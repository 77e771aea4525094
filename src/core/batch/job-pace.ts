// How long to wait between two looks at a batch job: the service tells of no pace, and nodes start in minutes.

const first = 1_000;
const longest = 30_000;

/** Milliseconds before look number `looks` + 1: soon at first, every half minute in the end. */
export const nextLookAfter = (looks: number): number => Math.min(longest, Math.round(first * 1.5 ** looks));
