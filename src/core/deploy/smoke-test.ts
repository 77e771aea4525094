// Judges the answer of a new deployment to its test request. Pure.

export interface Verdict {
  readonly outcome: 'good' | 'bad' | 'later';
  readonly reason: string;
}

/** Statuses of a gateway that has not met its new container yet, or that is short of breath: asked again. */
const passing = new Set([429, 502, 503, 504]);

/** The scoring contract: 200 is an answer of the model; 424 wraps whatever else its container said. */
export function judgeAnswer(answer: { readonly status: number; readonly reason?: string }): Verdict {
  const { status, reason } = answer;
  if (status === 200) return { outcome: 'good', reason: 'it answered 200' };
  const because = reason === undefined ? `it answered ${status}` : `it answered ${status} (${reason})`;
  return { outcome: passing.has(status) ? 'later' : 'bad', reason: because };
}

/** What an answer that was not good said: the service's own reason, and what the container wrote. */
export function wordsOf({ reason, body }: { readonly reason?: string; readonly body: string }): string {
  const words = [reason, body.trim()].filter((one) => one !== undefined && one !== '');
  return words.length > 0 ? words.join(': ') : 'nothing';
}
