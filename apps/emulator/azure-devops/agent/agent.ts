// The agent: takes one job at a time, prepares its folders, runs its steps in order, cleans up.
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isSecretParameter } from '../connections/service-connection.ts';
import type { Switches } from '../switches.ts';
import {
  agentFolders,
  artifactsFolder,
  emptyFolder,
  workspaceFolder,
  type AgentFolders,
} from './agent-folders.ts';
import { agentVariables } from './agent-variables.ts';
import type { JobEffects } from './step-effects.ts';
import type { Job, JobStep } from './job.ts';
import type { NodeRuntimes } from './node-handler.ts';
import { runStep, type StepContext } from './run-step.ts';
import { SecretMask } from './secret-mask.ts';
import { shouldRun, type JobState } from './step-condition.ts';
import { TaskLog } from './task-log.ts';
import { agentStopWaits, type StopWaits } from './task-process.ts';
import type { TaskResult } from './task-result.ts';
import { Variables } from './variables.ts';

export interface AgentOptions {
  readonly home: string;
  readonly runtimes: NodeRuntimes;
  readonly caFile: string;
  /** PATH, HOME, LANG and TMPDIR of this machine, as far as set. */
  readonly machine: Readonly<Record<string, string>>;
  readonly organizationUrl: () => string;
  readonly switches: () => Switches;
  readonly now: () => Date;
  readonly waits?: StopWaits;
}

export type JobResult = 'succeeded' | 'partiallySucceeded' | 'failed' | 'canceled';

function maskFor(job: Job): SecretMask {
  const mask = new SecretMask();
  mask.add(job.running.accessToken);
  for (const variable of job.variables) if (variable.secret) mask.add(variable.value);
  for (const connection of job.connections)
    for (const [name, value] of Object.entries(connection.parameters))
      if (isSecretParameter(name)) mask.add(value);
  return mask;
}

function decide(step: JobStep, state: JobState): { run: boolean; error?: string } {
  if (!step.enabled) return { run: false };
  try {
    return { run: shouldRun(step.condition, state) };
  } catch (error) {
    return { run: false, error: error instanceof Error ? error.message : String(error) };
  }
}

export class Agent {
  readonly #options: AgentOptions;
  readonly #folders: AgentFolders;
  #last: Promise<unknown> = Promise.resolve();

  constructor(options: AgentOptions) {
    this.#options = options;
    this.#folders = agentFolders(options.home);
  }

  /** Runs the job when those before it have ended. `canceled` stops the running step and skips the others. */
  async run(job: Job, canceled: AbortSignal): Promise<JobResult> {
    const turn = this.#last.then(() => this.#run(job, canceled));
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  async #run(job: Job, canceled: AbortSignal): Promise<JobResult> {
    const workspace = workspaceFolder(this.#folders, job.workFolder);
    const isBuild = job.hostType === 'build';
    const workingDirectory = isBuild ? join(workspace, 's') : artifactsFolder(this.#folders, job.workFolder);
    // A hosted agent begins every run of a YAML pipeline with an empty workspace.
    await emptyFolder(isBuild ? workspace : workingDirectory);
    await mkdir(workingDirectory, { recursive: true });
    await emptyFolder(this.#folders.temp);
    await mkdir(this.#folders.tools, { recursive: true });
    const limit = job.timeoutMs > 0 ? AbortSignal.timeout(job.timeoutMs) : undefined;
    const stop = limit ? AbortSignal.any([canceled, limit]) : canceled;
    try {
      return await this.#steps(job, this.#context(job, workingDirectory, stop));
    } finally {
      await rm(this.#folders.temp, { recursive: true, force: true });
    }
  }

  #context(job: Job, workingDirectory: string, canceled: AbortSignal): StepContext & { mask: SecretMask } {
    const { switches, runtimes, caFile, machine, organizationUrl } = this.#options;
    const system = { url: `${organizationUrl()}/`, accessToken: job.running.accessToken };
    const mask = maskFor(job);
    const effects: JobEffects = {
      variables: new Variables([
        ...agentVariables(this.#folders, workingDirectory, job, caFile),
        ...job.variables,
        { name: 'System.AccessToken', value: system.accessToken, secret: true, readOnly: true },
      ]),
      mask,
      connections: new Map(job.connections.map((connection) => [connection.id.toLowerCase(), connection])),
      prependPath: [],
      readOnlyEnforced: switches().readOnlyVariablesEnforced,
      renameRelease: job.renameRelease,
    };
    return {
      job: effects,
      mask,
      runtimes,
      preferNode24: switches().preferNode24,
      tasksFolder: this.#folders.tasks,
      workingDirectory,
      system,
      machine,
      caFile,
      waits: this.#options.waits ?? agentStopWaits,
      canceled,
    };
  }

  async #steps(job: Job, context: StepContext & { mask: SecretMask }): Promise<JobResult> {
    let state: JobState = 'succeeded';
    let hasIssues = false;
    for (const step of job.steps) {
      if (context.canceled.aborted) state = 'canceled';
      const result = await this.#step(step, context, state);
      if (result === 'Canceled') state = 'canceled';
      else if (result === 'Failed' && state === 'succeeded') state = 'failed';
      else if (result === 'SucceededWithIssues') hasIssues = true;
    }
    if (state !== 'succeeded') return state;
    return hasIssues ? 'partiallySucceeded' : 'succeeded';
  }

  async #step(
    step: JobStep,
    context: StepContext & { mask: SecretMask },
    state: JobState,
  ): Promise<TaskResult> {
    const { now } = this.#options;
    const decision = decide(step, state);
    const log = new TaskLog(step.logFile, context.mask, now);
    const end = (
      result: TaskResult,
      rest: Partial<Parameters<JobStep['report']['finished']>[0]>,
    ): TaskResult => {
      step.report.finished({
        at: now(),
        result,
        issues: [],
        attachments: [],
        lineCount: log.lineCount,
        ...rest,
      });
      return result;
    };
    if (decision.error !== undefined) {
      log.write(`##[error]${decision.error}`);
      return end('Failed', { issues: [{ issueType: 'Error', message: decision.error, data: {} }] });
    }
    if (!decision.run) return end('Skipped', {});
    step.report.started(now());
    const statuses = { succeeded: 'Succeeded', failed: 'Failed', canceled: 'Canceled' } as const;
    context.job.variables.set('Agent.JobStatus', statuses[state]);
    // A step that runs although the job is canceled (always()) must not be stopped at once.
    const canceled = state === 'canceled' ? new AbortController().signal : context.canceled;
    const { result, effects } = await runStep(step, { ...context, canceled }, log);
    return end(result, {
      issues: effects.issues.map((issue) => ({ ...issue, message: log.masked(issue.message) })),
      attachments: effects.attachments,
    });
  }
}
