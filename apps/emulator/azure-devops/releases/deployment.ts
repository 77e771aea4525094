// The records of one deployment: attempt, phase, job and tasks, as the REST interface shows them while they change.
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { StepReport } from '../agent/job.ts';
import type { TaskResult } from '../agent/task-result.ts';
import type { Organization } from '../organization.ts';
import type { DeployPhase } from './definition.ts';
import type { TaskStatus } from './enumerations.ts';
import type { PlannedStep } from './plan-job.ts';
import type {
  DeploymentAttempt,
  Release,
  ReleaseDeployPhase,
  ReleaseEnvironment,
  ReleaseTask,
  TaskFiles,
} from './release.ts';
import { versionOf } from '../extensions/task-definition.ts';

const statuses: Readonly<Record<TaskResult, TaskStatus>> = {
  Succeeded: 'succeeded',
  SucceededWithIssues: 'partiallySucceeded',
  Failed: 'failed',
  Canceled: 'canceled',
  Skipped: 'skipped',
  Abandoned: 'canceled',
};

export function newAttempt(
  organization: Organization,
  environment: ReleaseEnvironment,
  reason: 'automated' | 'manual',
  now: Date,
): DeploymentAttempt {
  const id = organization.releases.nextNumber();
  const attempt: DeploymentAttempt = {
    id,
    deploymentId: id,
    attempt: environment.deploySteps.length + 1,
    reason,
    requestedBy: organization.user,
    requestedFor: organization.user,
    queuedOn: now.toISOString(),
    lastModifiedOn: now.toISOString(),
    releaseDeployPhases: [],
    tasks: [],
    issues: [],
    hasStarted: true,
    status: 'inProgress',
    operationStatus: 'PhaseInProgress',
    errorLog: '',
  };
  environment.deploySteps.push(attempt);
  return attempt;
}

export function newPhase(
  organization: Organization,
  attempt: DeploymentAttempt,
  phase: DeployPhase,
  now: Date,
): ReleaseDeployPhase {
  const record: ReleaseDeployPhase = {
    id: organization.releases.nextNumber(),
    phaseId: randomUUID(),
    name: phase.name,
    rank: phase.rank,
    phaseType: phase.phaseType,
    runPlanId: randomUUID(),
    startedOn: now.toISOString(),
    deploymentJobs: [],
    manualInterventions: [],
    status: 'inProgress',
    errorLog: '',
  };
  attempt.releaseDeployPhases.push(record);
  return record;
}

export interface TaskPlace {
  readonly organization: Organization;
  readonly release: Release;
  readonly environment: ReleaseEnvironment;
  readonly phase: ReleaseDeployPhase;
  readonly logFolder: string;
}

/** The record of the job itself or, with `planned`, of one of its tasks. Ids count within the phase: 1 is the job. */
export function newTask(place: TaskPlace, id: number, name: string, planned?: PlannedStep): ReleaseTask {
  const { organization, release, environment, phase } = place;
  const base = `${organization.url()}/${organization.project.id}/_apis/Release/releases/${release.id}`;
  const record: ReleaseTask = {
    id,
    timelineRecordId: randomUUID(),
    name,
    rank: id,
    agentName: 'emulated-agent',
    logUrl: `${base}/environments/${environment.id}/deployPhases/${phase.id}/tasks/${id}/logs`,
    task: planned
      ? { id: planned.task.json.id, name: planned.task.json.name, version: versionOf(planned.task) }
      : null,
    status: 'pending',
    issues: [],
    lineCount: 0,
    percentComplete: 0,
  };
  organization.releases.keepFiles(record, {
    logFile: join(place.logFolder, String(release.id), String(environment.id), String(phase.id), `${id}.log`),
    attachments: [],
  });
  return record;
}

export function startTask(record: ReleaseTask, at: Date): void {
  record.status = 'inProgress';
  record.dateStarted = record.startTime = at.toISOString();
}

export function finishTask(record: ReleaseTask, at: Date, result: TaskResult): void {
  record.status = statuses[result];
  record.dateEnded = record.finishTime = at.toISOString();
  if (result !== 'Skipped') record.percentComplete = 100;
}

/** Writes what the agent reports of a step into its record. */
export function reporterFor(record: ReleaseTask, files: TaskFiles): StepReport {
  return {
    started: (at) => startTask(record, at),
    progress: (percent) => {
      record.percentComplete = percent;
    },
    finished: ({ at, result, issues, attachments, lineCount }) => {
      finishTask(record, at, result);
      record.issues = issues;
      record.lineCount = lineCount;
      files.attachments = attachments;
    },
  };
}
