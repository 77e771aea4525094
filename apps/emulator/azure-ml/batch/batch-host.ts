// What batch endpoints need from the part that takes invocations and runs jobs.
import type { BlobLocation } from '../assets/asset-path.ts';
import type { ServedCode, ServedEnvironment, ServedModel } from '../online/scoring-host.ts';

/** The user's script in the user's environment, or what an MLflow model says of itself. */
export type BatchScoring =
  | { readonly kind: 'script'; readonly code: ServedCode; readonly environment: ServedEnvironment }
  | { readonly kind: 'mlflow' };

export interface BatchJobSpec {
  readonly job: string;
  readonly deployment: string;
  readonly model: ServedModel;
  readonly scoring: BatchScoring;
  readonly environmentVariables: Readonly<Record<string, string>>;
  readonly input: BlobLocation;
  /** The folder that the output goes to. */
  readonly output: BlobLocation;
  /** The folder that the logs go to. */
  readonly logs: BlobLocation;
  readonly settings: {
    /** Files of one call of run(). */
    readonly miniBatchSize: number;
    /** Worker processes, over all instances. */
    readonly workers: number;
    /** Files that may fail before the job does; -1: any number. */
    readonly errorThreshold: number;
    readonly maxRetries: number;
    readonly timeoutMs: number;
    readonly appendsRows: boolean;
    readonly outputFileName: string;
    readonly loggingLevel: 'Info' | 'Warning' | 'Debug';
  };
}

export type RunPhase = 'Preparing' | 'Running' | 'Finalizing';

/** One call of the invocation address. */
export interface Invocation {
  readonly bearer: string | undefined;
  /** The header `azureml-model-deployment`. */
  readonly deployment: string | undefined;
  readonly body: unknown;
}

export interface BatchAnswer {
  readonly status: number;
  readonly body: unknown;
}

/** What stands behind the address of a batch endpoint; each throws ArmError. */
export interface BatchFront {
  invoke(call: Invocation): Promise<BatchAnswer>;
  list(bearer: string | undefined): Promise<BatchAnswer>;
  job(bearer: string | undefined, name: string): Promise<BatchAnswer>;
}

export interface BatchGateway {
  /** e.g. https://localhost:43123 */
  readonly baseUrl: string;
  close(): Promise<void>;
}

export interface BatchHost {
  openGateway(endpoint: string, front: BatchFront): Promise<BatchGateway>;
  /**
   * Runs a job to its end.
   *
   * @throws OperationFailure as the service explains it; what `signal` was aborted with when it was cancelled
   */
  run(spec: BatchJobSpec, reached: (phase: RunPhase) => void, signal: AbortSignal): Promise<void>;
}
