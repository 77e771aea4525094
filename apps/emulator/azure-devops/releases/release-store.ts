// The releases of the project, and the files their tasks left.
import { VssError } from '../rest/vss-error.ts';
import type { Release, ReleaseDeployPhase, ReleaseEnvironment, ReleaseTask, TaskFiles } from './release.ts';

export class ReleaseStore {
  readonly #byId = new Map<number, Release>();
  readonly #files = new WeakMap<ReleaseTask, TaskFiles>();
  #lastId = 0;
  #lastNumber = 0;

  nextId(): number {
    this.#lastId += 1;
    return this.#lastId;
  }

  /** Ids of environments, attempts and phases are numbered together. */
  nextNumber(): number {
    this.#lastNumber += 1;
    return this.#lastNumber;
  }

  add(release: Release): void {
    this.#byId.set(release.id, release);
  }

  all(): readonly Release[] {
    return [...this.#byId.values()];
  }

  /** Throws VssError 404 when there is no such release. */
  get(id: number): Release {
    const release = this.#byId.get(id);
    if (release) return release;
    throw new VssError(
      404,
      'ReleaseNotFoundException',
      `VS402881: Release with ID ${id} does not exist. Specify a valid ID and try again.`,
    );
  }

  environment(releaseId: number, environmentId: number): ReleaseEnvironment {
    const found = this.get(releaseId).environments.find(({ id }) => id === environmentId);
    if (found) return found;
    throw new VssError(
      404,
      'ReleaseEnvironmentNotFoundException',
      `VS402883: Release stage with ID ${environmentId} does not exist in release ${releaseId}.`,
    );
  }

  keepFiles(task: ReleaseTask, files: TaskFiles): void {
    this.#files.set(task, files);
  }

  filesOf(task: ReleaseTask): TaskFiles | undefined {
    return this.#files.get(task);
  }
}

export interface PlacedTask {
  readonly environment: ReleaseEnvironment;
  readonly phase: ReleaseDeployPhase;
  readonly task: ReleaseTask;
}

/** All tasks of a release that have run or will run, in order. */
export function tasksOf(release: Release): readonly PlacedTask[] {
  return release.environments.flatMap((environment) =>
    environment.deploySteps.flatMap((attempt) =>
      attempt.releaseDeployPhases.flatMap((phase) =>
        phase.deploymentJobs.flatMap((job) => job.tasks.map((task) => ({ environment, phase, task }))),
      ),
    ),
  );
}
