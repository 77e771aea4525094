// Runs the jobs of YAML runs on the agent, one after another, and writes what became of them into the run.
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { Agent, JobResult } from '../agent/agent.ts';
import type { StepReport } from '../agent/job.ts';
import { shouldRun, type JobState } from '../agent/step-condition.ts';
import type { TaskDefinition } from '../extensions/task-definition.ts';
import type { Organization } from '../organization.ts';
import { createRun, type ExpandedPipeline, type RunOrder } from './create-run.ts';
import type { PipelineRun, RunLog } from './pipeline-store.ts';
import { jobsOf, type YamlJob } from './pipeline-yaml.ts';
import { planJob } from './plan-steps.ts';
import { runVariables } from './run-variables.ts';

const minuteMs = 60_000;

export interface PipelineRunnerOptions {
  readonly organization: Organization;
  readonly agent: Agent;
  readonly scriptTask: TaskDefinition;
  readonly logFolder: string;
  readonly now: () => Date;
}

export class PipelineRunner {
  readonly #options: PipelineRunnerOptions;
  readonly #running = new Map<PipelineRun, Promise<void>>();
  readonly #closing = new AbortController();

  constructor(options: PipelineRunnerOptions) {
    this.#options = options;
  }

  /** Queues a run. Throws VssError 400 for what the service would refuse. */
  async start(order: Omit<RunOrder, 'now'>): Promise<PipelineRun> {
    const { organization, now } = this.#options;
    const { run, expanded } = await createRun(organization, { ...order, now: now() });
    organization.pipelines.addRun(run);
    organization.log(`run ${run.name} of ${run.pipeline.name} queued (${run.reason})`);
    const done = this.#run(run, expanded).finally(() => this.#running.delete(run));
    this.#running.set(run, done);
    return run;
  }

  async #run(run: PipelineRun, expanded: ExpandedPipeline): Promise<void> {
    const { organization, now } = this.#options;
    let state: JobState = 'succeeded';
    for (const job of jobsOf(expanded.yaml))
      try {
        if (!shouldRun(job.condition, state)) continue;
        const result = await this.#job(run, expanded, job);
        if (result === 'canceled') state = 'canceled';
        else if (result === 'failed' && state === 'succeeded') state = 'failed';
      } catch (error) {
        run.errorMessage = error instanceof Error ? error.message : String(error);
        state = 'failed';
      }
    run.state = 'completed';
    run.result = state;
    run.finishedDate = now().toISOString();
    organization.log(`run ${run.name} of ${run.pipeline.name} ${state} ${run.errorMessage}`.trimEnd());
  }

  async #job(run: PipelineRun, { yaml, builds }: ExpandedPipeline, job: YamlJob): Promise<JobResult> {
    const { organization, agent, scriptTask } = this.#options;
    const planned = planJob(job, { organization, scriptTask, builds, run });
    const [jobId, planId] = [randomUUID(), randomUUID()];
    const running = organization.jobs.start({
      jobId,
      planId,
      connectionIds: new Set(planned.connections.map(({ id }) => id.toLowerCase())),
    });
    const steps = planned.steps.map(({ step, task, displayName, refName, inputs }) => {
      const log = this.#newLog(run, displayName);
      return {
        task,
        displayName,
        refName,
        inputs,
        condition: step.condition,
        continueOnError: step.continueOnError,
        enabled: step.enabled,
        timeoutMs: step.timeoutInMinutes * minuteMs,
        environment: step.env,
        logFile: log.file,
        report: reporterFor(log),
      };
    });
    try {
      return await agent.run(
        {
          name: job.displayName ?? (job.job === '' ? 'Job' : job.job),
          hostType: 'build',
          running,
          steps,
          variables: runVariables({ organization, run, yaml, job, jobId, planId }),
          connections: planned.connections,
          workFolder: String(run.pipeline.id),
          timeoutMs: job.timeoutInMinutes * minuteMs,
          renameRelease: () => undefined,
        },
        this.#closing.signal,
      );
    } finally {
      organization.jobs.end(running);
    }
  }

  #newLog(run: PipelineRun, name: string): RunLog {
    const { logFolder, now } = this.#options;
    const id = run.logs.length + 1;
    const file = join(logFolder, 'runs', String(run.id), `${id}.log`);
    const log: RunLog = { id, name, file, createdOn: now().toISOString(), lineCount: 0 };
    run.logs.push(log);
    return log;
  }

  /** Cancels everything and waits until it has ended. */
  async close(): Promise<void> {
    this.#closing.abort();
    await Promise.allSettled([...this.#running.values()]);
  }
}

function reporterFor(log: RunLog): StepReport {
  return {
    started: () => undefined,
    progress: () => undefined,
    finished: ({ result, lineCount }) => {
      log.result = result;
      log.lineCount = lineCount;
    },
  };
}
