// Several endless works that end together.

/** Runs all until `signal` aborts; a fault of one stops the others and is thrown when they have ended. */
export async function together(
  signal: AbortSignal,
  works: readonly ((signal: AbortSignal) => Promise<void>)[],
): Promise<void> {
  const end = new AbortController();
  const abort = (): void => end.abort();
  if (signal.aborted) abort();
  signal.addEventListener('abort', abort);
  const ended = await Promise.allSettled(
    works.map((work) =>
      work(end.signal).catch((error: unknown) => {
        abort();
        throw error;
      }),
    ),
  );
  signal.removeEventListener('abort', abort);
  const fault = ended.find((each) => each.status === 'rejected');
  if (fault !== undefined) throw fault.reason;
}
