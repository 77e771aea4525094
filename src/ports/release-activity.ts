// What a watcher asks Azure DevOps about the releases that it made. Reads only.
import type { ReleaseTarget } from '../core/firing/target.ts';
import type { StageDeployment, WatchedRelease } from '../core/release-activity.ts';

export interface ReleaseActivity {
  /**
   * The newest releases of the target's definition that a watch made for its artifact.
   * @throws like `FiringTargets`; so does the other method
   */
  releases(target: ReleaseTarget): Promise<readonly WatchedRelease[]>;

  /** The newest deployments of the definition's stages, whoever made the release. */
  deployments(target: ReleaseTarget): Promise<readonly StageDeployment[]>;
}
