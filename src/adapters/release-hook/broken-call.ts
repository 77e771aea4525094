// Why a call of fetch gave no answer.

/** Node's own words for what broke, which hold host and port at most. */
export function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  if (!(cause instanceof Error)) return 'the connection broke';
  return 'code' in cause && typeof cause.code === 'string' ? cause.code : cause.name;
}
