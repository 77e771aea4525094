// What the flows need to know about registered models.
import type { ModelSummary, ModelVersion } from '../core/model-version.ts';
import type { Workspace } from '../core/workspace.ts';

export interface ModelRegistry {
  /**
   * Every active model of the workspace, all pages.
   * @throws WorkspaceNotFound, AzureForbidden, or a "come back later" error
   */
  listModels(workspace: Workspace): Promise<readonly ModelSummary[]>;

  /**
   * The active versions of a model, all pages, newest first.
   * @throws ModelNotFound
   */
  listVersions(workspace: Workspace, model: string): Promise<readonly ModelVersion[]>;

  /** The most recently created active version; absent if the model has none or does not exist. */
  latestVersion(workspace: Workspace, model: string): Promise<ModelVersion | undefined>;

  /** One version; absent if the model or the version does not exist. */
  getVersion(workspace: Workspace, model: string, version: string): Promise<ModelVersion | undefined>;
}
