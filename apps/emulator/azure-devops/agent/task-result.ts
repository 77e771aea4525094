// How a step ended, and how results combine.

export type TaskResult =
  'Succeeded' | 'SucceededWithIssues' | 'Failed' | 'Canceled' | 'Skipped' | 'Abandoned';

const order: readonly TaskResult[] = [
  'Succeeded',
  'SucceededWithIssues',
  'Failed',
  'Canceled',
  'Skipped',
  'Abandoned',
];

/** The worse of the two, as the agent merges a command's result into the task's. */
export function mergeResults(current: TaskResult | undefined, next: TaskResult): TaskResult {
  if (current === undefined) return next;
  return order.indexOf(next) > order.indexOf(current) ? next : current;
}

/** Reads the result of ##vso[task.complete]; case-sensitive, as Enum.TryParse is. */
export function parseResult(text: string | undefined): TaskResult | undefined {
  return order.find((result) => result === text);
}
