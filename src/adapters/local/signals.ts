// How an agent and a person at a terminal ask a process to end: SIGINT, and SIGTERM after it.

/** As a shell says it of a process that SIGINT ended. */
const interrupted = 130;

/**
 * Tells of the first signal, so that the process can end in order; a second SIGINT ends it at once.
 *
 * @returns to hear no more
 */
export function onFirstSignal(told: (signal: string) => void): () => void {
  let isTold = false;
  const hear = (signal: string): void => {
    if (isTold && signal === 'SIGINT') process.exit(interrupted);
    if (!isTold) told(signal);
    isTold = true;
  };
  process.on('SIGINT', hear).on('SIGTERM', hear);
  return () => void process.off('SIGINT', hear).off('SIGTERM', hear);
}
