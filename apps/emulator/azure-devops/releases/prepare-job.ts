// Makes the job of a phase: its records, its access token, its steps with everything the agent needs.
import type { JobResult } from '../agent/agent.ts';
import type { Job } from '../agent/job.ts';
import { Variables } from '../agent/variables.ts';
import type { Organization } from '../organization.ts';
import type { DeployPhase } from './definition.ts';
import { finishTask, newTask, reporterFor, startTask, type TaskPlace } from './deployment.ts';
import { planJob } from './plan-job.ts';
import { releaseVariables, type JobPlace } from './release-variables.ts';

const minuteMs = 60_000;
const jobResults = {
  succeeded: 'Succeeded',
  partiallySucceeded: 'SucceededWithIssues',
  failed: 'Failed',
  canceled: 'Canceled',
} as const;

export interface JobSurroundings {
  readonly organization: Organization;
  readonly logFolder: string;
  readonly now: () => Date;
}

export interface PreparedJob {
  readonly job: Job;
  /** Ends the job's access token and its record. */
  readonly end: (result: JobResult) => void;
}

/** Makes the job and its records. Throws with one sentence when the phase names what is not there. */
export function prepareJob(surroundings: JobSurroundings, place: JobPlace, phase: DeployPhase): PreparedJob {
  const { organization, now } = surroundings;
  const { release } = place;
  const variables = releaseVariables(place);
  const planned = planJob(organization, release, phase, new Variables(variables));
  const taskPlace: TaskPlace = { ...place, logFolder: surroundings.logFolder };
  const jobRecord = newTask(taskPlace, 1, place.jobName);
  const records = planned.steps.map((step, index) => newTask(taskPlace, index + 2, step.displayName, step));
  place.phase.deploymentJobs.push({ job: jobRecord, tasks: records });
  const running = organization.jobs.start({
    jobId: place.jobId,
    planId: place.planId,
    connectionIds: new Set(planned.connections.map(({ id }) => id.toLowerCase())),
  });
  startTask(jobRecord, now());
  const steps = planned.steps.flatMap((step, index) => {
    const record = records[index];
    const files = record === undefined ? undefined : organization.releases.filesOf(record);
    if (record === undefined || files === undefined) return [];
    const { workflowTask } = step;
    return [
      {
        task: step.task,
        displayName: step.displayName,
        refName: step.refName,
        inputs: workflowTask.inputs,
        condition: workflowTask.condition ?? (workflowTask.alwaysRun === true ? 'succeededOrFailed()' : null),
        continueOnError: workflowTask.continueOnError === true,
        enabled: workflowTask.enabled,
        timeoutMs: (workflowTask.timeoutInMinutes ?? 0) * minuteMs,
        environment: workflowTask.environment ?? {},
        logFile: files.logFile,
        report: reporterFor(record, files),
      },
    ];
  });
  return {
    job: {
      name: place.jobName,
      running,
      steps,
      variables,
      connections: planned.connections,
      workFolder: `r${release.releaseDefinition.id}`,
      timeoutMs: (phase.deploymentInput?.timeoutInMinutes ?? 0) * minuteMs,
      renameRelease: (name) => {
        release.name = name;
      },
    },
    end: (result) => {
      organization.jobs.end(running);
      finishTask(jobRecord, now(), jobResults[result]);
    },
  };
}
