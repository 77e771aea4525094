// What the flows need to write registered models of a workspace.
import type { ModelChange, NewModelVersion } from '../core/model/registration.ts';
import type { ModelVersion } from '../core/model/version.ts';
import type { Workspace } from '../core/workspace.ts';

export interface ModelRegistrations {
  /** The number that the next version gets; `1` for a model that does not exist. @throws WorkspaceNotFound */
  nextVersion(workspace: Workspace, model: string): Promise<string>;

  /**
   * Registers a version, and the model with its first one.
   * @throws ModelVersionTaken if there is one of that number with other bytes
   */
  create(
    workspace: Workspace,
    model: string,
    version: string,
    registered: NewModelVersion,
  ): Promise<ModelVersion>;

  /**
   * Registers a version with the whole request body.
   * @throws ModelVersionTaken as `create` does
   */
  put(workspace: Workspace, model: string, version: string, body: object): Promise<ModelVersion>;

  /**
   * Changes what a version says about itself and nothing else.
   * @throws ModelVersionNotFound, ModelPropertyFixed
   */
  change(workspace: Workspace, model: string, version: string, change: ModelChange): Promise<ModelVersion>;

  /** Deletes one version; one that is not there is no error. */
  delete(workspace: Workspace, model: string, version: string): Promise<void>;
}
