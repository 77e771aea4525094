// One job as the server hands it to an agent: its steps, variables and connections; and what the agent reports back.
import type { ServiceConnection } from '../connections/service-connection.ts';
import type { TaskDefinition } from '../extensions/task-definition.ts';
import type { Attachment, Issue } from './step-effects.ts';
import type { RunningJob } from './job-registry.ts';
import type { TaskResult } from './task-result.ts';
import type { Variable } from './variables.ts';

/** What the server learns of a step while it runs. */
export interface StepReport {
  started(at: Date): void;
  progress(percent: number): void;
  finished(end: {
    readonly at: Date;
    readonly result: TaskResult;
    readonly issues: readonly Issue[];
    readonly attachments: readonly Attachment[];
    readonly lineCount: number;
  }): void;
}

export interface JobStep {
  readonly task: TaskDefinition;
  readonly displayName: string;
  /** Names the step's output variables; unique in the job. */
  readonly refName: string;
  readonly inputs: Readonly<Record<string, string | null>>;
  readonly condition: string | null | undefined;
  readonly continueOnError: boolean;
  readonly enabled: boolean;
  /** 0 means no limit of its own. */
  readonly timeoutMs: number;
  readonly environment: Readonly<Record<string, string>>;
  readonly logFile: string;
  readonly report: StepReport;
}

export interface Job {
  /** `release` when absent; a build has its folders directly under its workspace. */
  readonly hostType?: 'release' | 'build';
  readonly name: string;
  readonly running: RunningJob;
  readonly steps: readonly JobStep[];
  readonly variables: readonly Variable[];
  readonly connections: readonly ServiceConnection[];
  /** The folder under _work that all jobs of one definition share, e.g. `r1`. */
  readonly workFolder: string;
  /** 0 means no limit. */
  readonly timeoutMs: number;
  readonly renameRelease: (name: string) => void;
}
