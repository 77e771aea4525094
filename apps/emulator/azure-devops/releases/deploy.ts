// Deploys one stage of a release: its phases in order, each as a job of the agent.
import { randomUUID } from 'node:crypto';
import type { Agent, JobResult } from '../agent/agent.ts';
import { shouldRun, type JobState } from '../agent/step-condition.ts';
import type { DeployPhase } from './definition.ts';
import { newAttempt, newPhase } from './deployment.ts';
import { prepareJob, type JobSurroundings, type PreparedJob } from './prepare-job.ts';
import type {
  DeploymentAttempt,
  PhaseStatus,
  Release,
  ReleaseDeployPhase,
  ReleaseEnvironment,
} from './release.ts';
import type { JobPlace } from './release-variables.ts';

export interface Deployer extends JobSurroundings {
  readonly agent: Agent;
}

export interface Stage {
  readonly release: Release;
  readonly environment: ReleaseEnvironment;
}

const minuteMs = 60_000;

async function runPhase(
  deployer: Deployer,
  place: JobPlace,
  phase: DeployPhase,
  canceled: AbortSignal,
): Promise<PhaseStatus> {
  const { organization, agent } = deployer;
  let prepared: PreparedJob;
  try {
    prepared = prepareJob(deployer, place, phase);
  } catch (error) {
    place.phase.errorLog = error instanceof Error ? error.message : String(error);
    organization.log(`release ${place.release.name}: ${place.phase.errorLog}`);
    return 'failed';
  }
  let result: JobResult = 'failed';
  try {
    result = await agent.run(prepared.job, canceled);
  } catch (error) {
    place.phase.errorLog = error instanceof Error ? error.message : String(error);
  } finally {
    prepared.end(result);
  }
  return result;
}

function finishAttempt(
  stage: Stage,
  attempt: DeploymentAttempt,
  phases: readonly ReleaseDeployPhase[],
  now: Date,
): void {
  const { environment, release } = stage;
  const has = (status: PhaseStatus): boolean => phases.some((phase) => phase.status === status);
  attempt.lastModifiedOn = environment.modifiedOn = release.modifiedOn = now.toISOString();
  environment.timeToDeploy = (now.getTime() - Date.parse(attempt.queuedOn)) / minuteMs;
  attempt.errorLog = phases.map(({ errorLog }) => errorLog).find((log) => log !== '') ?? '';
  if (has('canceled')) {
    attempt.status = 'failed';
    attempt.operationStatus = 'Canceled';
    environment.status = 'canceled';
  } else if (has('failed')) {
    attempt.status = 'failed';
    attempt.operationStatus = 'PhaseFailed';
    environment.status = 'rejected';
  } else if (has('partiallySucceeded')) {
    attempt.status = environment.status = 'partiallySucceeded';
    attempt.operationStatus = 'PhasePartiallySucceeded';
  } else {
    attempt.status = environment.status = 'succeeded';
    attempt.operationStatus = 'PhaseSucceeded';
  }
}

function stateAfter(state: JobState, status: PhaseStatus): JobState {
  if (state === 'canceled' || status === 'canceled') return 'canceled';
  return status === 'failed' ? 'failed' : state;
}

/** Runs the stage to its end and sets its status. Never throws: what goes wrong is in the records. */
export async function deployStage(
  deployer: Deployer,
  stage: Stage,
  reason: 'automated' | 'manual',
  canceled: AbortSignal,
): Promise<void> {
  const { organization, now } = deployer;
  const { release, environment } = stage;
  environment.status = 'inProgress';
  const attempt = newAttempt(organization, environment, reason, now());
  organization.log(`release ${release.name}: stage ${environment.name} started`);
  let state: JobState = 'succeeded';
  for (const phase of environment.deployPhasesSnapshot.toSorted((a, b) => a.rank - b.rank)) {
    const record = newPhase(organization, attempt, phase, now());
    if (canceled.aborted) state = 'canceled';
    try {
      if (!shouldRun(phase.deploymentInput?.condition, state)) {
        record.status = 'skipped';
        continue;
      }
    } catch (error) {
      record.errorLog = error instanceof Error ? error.message : String(error);
      record.status = 'failed';
      state = 'failed';
      continue;
    }
    const place: JobPlace = {
      ...stage,
      organization,
      attempt,
      phase: record,
      jobId: randomUUID(),
      planId: record.runPlanId,
      jobName: phase.name,
    };
    record.status = await runPhase(deployer, place, phase, canceled);
    state = stateAfter(state, record.status);
  }
  if (canceled.aborted && environment.deployPhasesSnapshot.length > 0) state = 'canceled';
  finishAttempt(stage, attempt, attempt.releaseDeployPhases, now());
  if (state === 'canceled') environment.status = 'canceled';
  organization.log(`release ${release.name}: stage ${environment.name} ${environment.status}`);
}
