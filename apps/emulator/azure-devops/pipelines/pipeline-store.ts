// The YAML pipelines of the project and their runs.
import { VssError } from '../rest/vss-error.ts';

export interface Pipeline {
  readonly id: number;
  readonly name: string;
  readonly folder: string;
  readonly revision: number;
  /** The YAML of the default branch: triggers use no other. */
  readonly yaml: string;
}

export interface RunLog {
  readonly id: number;
  /** The display name of the step. */
  readonly name: string;
  readonly file: string;
  readonly createdOn: string;
  result?: string;
  lineCount: number;
}

export interface RunTrigger {
  readonly alias: string;
  readonly category: 'build' | 'webhook';
  /** What the event said: mapped values of a build, the payload of a web hook. */
  readonly info: Readonly<Record<string, unknown>>;
}

export interface PipelineRun {
  readonly id: number;
  readonly pipeline: Pipeline;
  readonly reason: 'manual' | 'resourceTrigger';
  readonly trigger: RunTrigger | undefined;
  readonly createdDate: string;
  readonly builds: Readonly<Record<string, { readonly type: string; readonly version: string }>>;
  readonly variables: Readonly<Record<string, { readonly value: string; readonly isSecret?: boolean }>>;
  readonly templateParameters: Readonly<Record<string, string>>;
  readonly finalYaml: string;
  readonly tags: string[];
  readonly logs: RunLog[];
  name: string;
  state: 'inProgress' | 'canceling' | 'completed';
  result?: 'succeeded' | 'failed' | 'canceled';
  finishedDate?: string;
  /** Why the run could not begin a job; empty otherwise. */
  errorMessage: string;
}

export class PipelineStore {
  readonly #pipelines = new Map<number, Pipeline>();
  readonly #runs = new Map<number, PipelineRun>();
  #lastPipeline = 0;
  #lastRun = 0;

  byName(name: string): Pipeline | undefined {
    return this.all().find((pipeline) => pipeline.name.toLowerCase() === name.toLowerCase());
  }

  /** Replaces the pipeline of the same name, or makes it. */
  put(name: string, folder: string, yaml: string): Pipeline {
    const before = this.byName(name);
    if (!before) this.#lastPipeline += 1;
    const id = before?.id ?? this.#lastPipeline;
    const pipeline = { id, name, folder, yaml, revision: (before?.revision ?? 0) + 1 };
    this.#pipelines.set(id, pipeline);
    return pipeline;
  }

  remove(id: number): void {
    this.get(id);
    this.#pipelines.delete(id);
  }

  all(): readonly Pipeline[] {
    return [...this.#pipelines.values()];
  }

  /** Throws VssError 404 when there is no such pipeline. */
  get(id: number): Pipeline {
    const pipeline = this.#pipelines.get(id);
    if (pipeline) return pipeline;
    throw new VssError(404, 'PipelineNotFoundException', `Pipeline with ID ${id} not found.`);
  }

  nextRunId(): number {
    this.#lastRun += 1;
    return this.#lastRun;
  }

  addRun(run: PipelineRun): void {
    this.#runs.set(run.id, run);
  }

  /** Newest first, as the service lists them. */
  runsOf(pipelineId: number): readonly PipelineRun[] {
    return [...this.#runs.values()].filter(({ pipeline }) => pipeline.id === pipelineId).toReversed();
  }

  allRuns(): readonly PipelineRun[] {
    return [...this.#runs.values()];
  }

  /** Throws VssError 404 when there is no such run of any pipeline. */
  anyRun(runId: number): PipelineRun {
    const run = this.#runs.get(runId);
    if (run) return run;
    throw new VssError(404, 'RunNotFoundException', `Run ${runId} not found.`);
  }

  /** Throws VssError 404 when the pipeline has no such run. */
  run(pipelineId: number, runId: number): PipelineRun {
    const run = this.#runs.get(runId);
    if (run?.pipeline.id === pipelineId) return run;
    throw new VssError(404, 'RunNotFoundException', `Run ${runId} of pipeline ${pipelineId} not found.`);
  }
}
