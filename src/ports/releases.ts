// What a watcher needs of Azure DevOps: classic releases, found again by the key they carry.
import type { ReleaseTarget } from '../core/watch.ts';

export interface Release {
  readonly id: number;
  readonly name: string;
  /** The page a person opens. */
  readonly url: string;
}

export interface ReleaseRequest {
  /** The model version that the target's artifact gets. */
  readonly version: string;
  readonly description: string;
}

export interface Releases {
  /**
   * Returns if the target exists and can be fired.
   * @throws DevOpsProjectNotFound, ReleaseDefinitionNotFound, ReleaseDefinitionAmbiguous, ArtifactAliasNotFound,
   *   DevOpsUnauthorized, DevOpsForbidden, or a "come back later" error; so do the other methods
   */
  verify(target: ReleaseTarget): Promise<void>;

  /** The release of the target's definition, created at `since` or later, whose description carries `key`. */
  find(target: ReleaseTarget, key: string, since: Date): Promise<Release | undefined>;

  /** Not idempotent: when it throws, the release may exist nevertheless. Look with `find` before trying again. */
  create(target: ReleaseTarget, request: ReleaseRequest): Promise<Release>;

  /** Adds tags; those that the release has already stay as they are. */
  tag(target: ReleaseTarget, release: Release, tags: readonly string[]): Promise<void>;
}
