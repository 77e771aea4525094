// Whether a step runs, by its condition and how the job stands.

export type JobState = 'succeeded' | 'failed' | 'canceled';

const conditions: Readonly<Record<string, readonly JobState[]>> = {
  '': ['succeeded'],
  'succeeded()': ['succeeded'],
  'succeededorfailed()': ['succeeded', 'failed'],
  'failed()': ['failed'],
  'canceled()': ['canceled'],
  'always()': ['succeeded', 'failed', 'canceled'],
};

/** Throws with one sentence for a condition that is not one of the five status functions: it is not emulated. */
export function shouldRun(condition: string | null | undefined, state: JobState): boolean {
  const name = (condition ?? '').replace(/\s/g, '').toLowerCase();
  const states = conditions[name];
  if (states) return states.includes(state);
  throw new Error(
    `The condition "${condition ?? ''}" is not emulated; use succeeded(), failed() or always().`,
  );
}
