// Images that a registry builds by itself: nothing but the registry is needed, no container engine on this machine.
import type { ImageRegistry } from '../core/plan/plan.ts';
import type { Workspace } from '../core/workspace.ts';

/** What opens a registry; the password is a secret. */
export interface RegistryKey {
  readonly username: string;
  readonly password: string;
}

export interface ImageBuilds {
  /** The registry that the workspace has; absent if it has none yet. */
  registryOf(workspace: Workspace): Promise<ImageRegistry | undefined>;
  /**
   * A key of the registry's admin user.
   * @param registry ARM id
   * @throws AzureResourceNotFound, AzureForbidden, and AzureRejected where the admin user is disabled
   */
  key(registry: string): Promise<RegistryKey>;
  /**
   * Whether the registry has built the image.
   * @param image repository:tag
   */
  exists(registry: string, image: string): Promise<boolean>;
  /**
   * Uploads the archive of a build context.
   * @param archive absolute path of a .tar.gz
   * @returns what a build names as its source
   */
  uploadSource(registry: string, archive: string): Promise<string>;
  /**
   * Builds, pushes and waits for the end.
   * @param request body of the service's own request
   * @throws ImageBuildFailed, after the build log went to the log
   */
  build(registry: string, request: object): Promise<void>;
}
