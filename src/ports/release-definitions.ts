// What finding watches needs of Azure DevOps.
import type { ConnectionFacts, FoundArtifact } from '../core/discovery/found-artifact.ts';

export interface ReleaseDefinitions {
  /**
   * The names of all projects that the token's user sees.
   * @throws DevOpsUnauthorized, DevOpsForbidden, or a "come back later" error; so do the other methods
   */
  projects(): Promise<readonly string[]>;

  /**
   * Our artifacts in all release definitions of a project.
   * @throws DevOpsProjectNotFound
   */
  artifacts(project: string): Promise<readonly FoundArtifact[]>;

  /** Those of the service connections that are there and visible, by id in lower case. */
  connections(project: string, ids: readonly string[]): Promise<ReadonlyMap<string, ConnectionFacts>>;
}
