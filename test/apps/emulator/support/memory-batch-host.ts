// A host of batch jobs that runs nothing: a test says when a job ends, and how.
import type {
  BatchFront,
  BatchHost,
  BatchJobSpec,
  RunPhase,
} from '../../../../apps/emulator/azure-ml/batch/batch-host.ts';

export class MemoryBatchHost implements BatchHost {
  readonly fronts = new Map<string, BatchFront>();
  readonly started: BatchJobSpec[] = [];
  /** What a job does; it ends well at once unless a test says otherwise. */
  work: (spec: BatchJobSpec, signal: AbortSignal) => Promise<void> = () => Promise.resolve();

  openGateway(endpoint: string, front: BatchFront) {
    this.fronts.set(endpoint, front);
    return Promise.resolve({
      baseUrl: `https://localhost:1/${endpoint}`,
      close: () => {
        this.fronts.delete(endpoint);
        return Promise.resolve();
      },
    });
  }

  async run(spec: BatchJobSpec, reached: (phase: RunPhase) => void, signal: AbortSignal): Promise<void> {
    this.started.push(spec);
    reached('Running');
    await this.work(spec, signal);
  }
}
