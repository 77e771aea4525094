// Starts the stages of releases when their conditions hold, lets them be canceled, and waits for them at the end.
import { invalidRequest } from '../rest/vss-error.ts';
import { deployStage, type Deployer, type Stage } from './deploy.ts';
import { environmentStatusNumbers, type EnvironmentStatus } from './enumerations.ts';
import type { Release, ReleaseEnvironment } from './release.ts';

const ended: ReadonlySet<EnvironmentStatus> = new Set([
  'succeeded',
  'partiallySucceeded',
  'rejected',
  'canceled',
]);

/** A stage without conditions is started by hand; all conditions must hold. */
function isDue(environment: ReleaseEnvironment, release: Release): boolean {
  if (environment.status !== 'notStarted' || environment.conditions.length === 0) return false;
  return environment.conditions.every(({ name, conditionType, value }) => {
    if (conditionType === 'event') return name.toLowerCase() === 'releasestarted';
    if (conditionType !== 'environmentState') return false;
    const before = release.environments.find((other) => other.name.toLowerCase() === name.toLowerCase());
    // The value is a sum of the statuses that count, 4 (succeeded) when none is given.
    const accepted = Number(value ?? '4');
    return before !== undefined && (environmentStatusNumbers[before.status] & accepted) !== 0;
  });
}

export class ReleaseRunner {
  readonly #deployer: Deployer;
  readonly #running = new Map<ReleaseEnvironment, { canceled: AbortController; done: Promise<void> }>();
  /** Stages that the creator of a release wanted to start by hand. */
  readonly #manual = new WeakSet<ReleaseEnvironment>();

  constructor(deployer: Deployer) {
    this.#deployer = deployer;
  }

  /** Starts what is due. `manualEnvironments` names stages that wait for a person. */
  begin(release: Release, manualEnvironments: readonly string[]): void {
    const names = new Set(manualEnvironments.map((name) => name.toLowerCase()));
    for (const environment of release.environments)
      if (names.has(environment.name.toLowerCase())) this.#manual.add(environment);
    this.#startDue(release);
  }

  #startDue(release: Release): void {
    if (release.status !== 'active') return;
    for (const environment of release.environments)
      if (!this.#manual.has(environment) && isDue(environment, release))
        this.#start({ release, environment }, 'automated');
  }

  #start(stage: Stage, reason: 'automated' | 'manual'): void {
    const canceled = new AbortController();
    stage.environment.status = 'queued';
    const done = deployStage(this.#deployer, stage, reason, canceled.signal).then(() => {
      this.#running.delete(stage.environment);
      this.#startDue(stage.release);
    });
    this.#running.set(stage.environment, { canceled, done });
  }

  /** A person starts a stage, again or for the first time. */
  startByHand(stage: Stage): void {
    if (stage.release.status !== 'active')
      throw invalidRequest(`VS402890: The release '${stage.release.name}' is not active.`);
    if (this.#running.has(stage.environment))
      throw invalidRequest(`VS402893: The stage '${stage.environment.name}' is already being deployed.`);
    this.#start(stage, 'manual');
  }

  cancel({ environment }: Stage): void {
    const running = this.#running.get(environment);
    if (running) running.canceled.abort();
    else if (!ended.has(environment.status)) environment.status = 'canceled';
  }

  /** Cancels everything and waits until it has ended. */
  async close(): Promise<void> {
    for (const { canceled } of this.#running.values()) canceled.abort();
    while (this.#running.size > 0)
      await Promise.allSettled([...this.#running.values()].map(({ done }) => done));
  }
}
