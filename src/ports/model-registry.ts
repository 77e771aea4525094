// What the flows need to know about registered models.
import type { ModelSource } from '../core/model/source.ts';
import type { ModelSummary, ModelVersion } from '../core/model/version.ts';

export interface ModelRegistry {
  /**
   * Every active model of the source, all pages.
   * @throws WorkspaceNotFound, RegistryNotFound, AzureForbidden, or a "come back later" error
   */
  listModels(source: ModelSource): Promise<readonly ModelSummary[]>;

  /**
   * The active versions of a model, all pages, newest first.
   * @throws ModelNotFound
   */
  listVersions(source: ModelSource, model: string): Promise<readonly ModelVersion[]>;

  /** The most recently created active version; absent if the model has none or does not exist. */
  latestVersion(source: ModelSource, model: string): Promise<ModelVersion | undefined>;

  /** One version; absent if the model or the version does not exist. */
  getVersion(source: ModelSource, model: string, version: string): Promise<ModelVersion | undefined>;
}
