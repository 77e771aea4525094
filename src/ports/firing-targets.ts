// What a watcher needs of Azure DevOps: something that a firing makes, found again by the key it carries.
import type { FiringFacts } from '../core/firing/facts.ts';
import type { FiringTarget } from '../core/firing/target.ts';

/** What a firing made: a release, a run, or an accepted call. */
export interface Effect {
  /** Absent for a call of a webhook: it does not tell what it started. */
  readonly id?: number;
  readonly name: string;
  /** The page a person opens. */
  readonly url?: string;
}

export interface FiringRequest {
  /** By which the effect is found again. */
  readonly key: string;
  readonly facts: FiringFacts;
  /** The version's tags, for what can hold more than a text. */
  readonly tags: Readonly<Record<string, string>>;
  /** For a person; carries the key too. */
  readonly description: string;
}

export interface FiringTargets<T extends FiringTarget = FiringTarget> {
  /**
   * Returns if the target exists and can be fired.
   * @throws DevOpsProjectNotFound, ReleaseDefinitionNotFound, ReleaseDefinitionAmbiguous, ArtifactAliasNotFound,
   *   DevOpsUnauthorized, DevOpsForbidden, or a "come back later" error; so do the other methods
   */
  verify(target: T): Promise<void>;

  /** What was made for `key` at `since` or later; absent if nothing was, or if the target cannot tell. */
  find(target: T, key: string, since: Date): Promise<Effect | undefined>;

  /** Not idempotent: when it throws, the effect may exist nevertheless. Look with `find` before trying again. */
  create(target: T, request: FiringRequest): Promise<Effect>;

  /** Adds tags; those that are there already stay as they are. Does nothing where there are none. */
  tag(target: T, effect: Effect, tags: readonly string[]): Promise<void>;
}
