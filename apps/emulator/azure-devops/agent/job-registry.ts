// The jobs that run now, by their access token: a token is good only while its job runs.
import { randomBytes } from 'node:crypto';

export interface RunningJob {
  readonly jobId: string;
  readonly planId: string;
  readonly accessToken: string;
  /** Ids of the service connections that the job's tasks name. */
  readonly connectionIds: ReadonlySet<string>;
}

export class JobRegistry {
  readonly #byToken = new Map<string, RunningJob>();

  start(job: Omit<RunningJob, 'accessToken'>): RunningJob {
    const running = { ...job, accessToken: `job-${randomBytes(48).toString('base64url')}` };
    this.#byToken.set(running.accessToken, running);
    return running;
  }

  end(job: RunningJob): void {
    this.#byToken.delete(job.accessToken);
  }

  byToken(token: string): RunningJob | undefined {
    return this.#byToken.get(token);
  }
}
