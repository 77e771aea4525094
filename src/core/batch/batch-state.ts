// Batch endpoints and their jobs, as the service reports them.
import type { EndpointState } from '../deploy/online-state.ts';

export interface BatchEndpointState extends EndpointState {
  /** What jobs run that name no deployment. */
  readonly defaultDeployment?: string;
}

export interface BatchJob {
  readonly name: string;
  /** NotStarted, Preparing, Queued, Running, Finalizing, Completed, Failed, Canceled, ... */
  readonly status: string;
  /** Why it failed, where the service says. */
  readonly reason?: string;
  /** Its page in the studio. */
  readonly page?: string;
}

/** States that a job never leaves. */
const ended = new Set(['Completed', 'Failed', 'Canceled']);

export const hasEnded = ({ status }: Pick<BatchJob, 'status'>): boolean => ended.has(status);
