// One-time jobs that the server queues behind an answer it has already given: one after another, each with its outcome.

export interface BackgroundJob {
  readonly id: number;
  /** e.g. the hook and what it received. */
  readonly what: string;
  status: 'queued' | 'succeeded' | 'failed';
  /** What the job did, or why it failed. */
  message: string;
}

export class BackgroundJobs {
  readonly #jobs: BackgroundJob[] = [];
  readonly #log: (line: string) => void;
  #last: Promise<void> = Promise.resolve();

  constructor(log: (line: string) => void) {
    this.#log = log;
  }

  /** `work` gives in words what it did. Its failure is kept here: nobody waits for it. */
  queue(what: string, work: () => Promise<string>): void {
    const job: BackgroundJob = { id: this.#jobs.length + 1, what, status: 'queued', message: '' };
    this.#jobs.push(job);
    this.#last = this.#last.then(async () => {
      try {
        job.message = await work();
        job.status = 'succeeded';
      } catch (error) {
        job.message = error instanceof Error ? error.message : String(error);
        job.status = 'failed';
      }
      this.#log(`background job ${job.id} (${what}) ${job.status}: ${job.message}`);
    });
  }

  all(): readonly BackgroundJob[] {
    return this.#jobs;
  }

  /** Resolves when everything queued so far has ended. */
  async idle(): Promise<void> {
    await this.#last;
  }
}
