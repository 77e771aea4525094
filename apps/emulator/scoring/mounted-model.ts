// A registered model whose files lie where a container finds them.
export interface MountedModel {
  readonly name: string;
  readonly version: string;
  /** AZUREML_MODEL_DIR. */
  readonly directory: string;
  /** The registered folder, as it lies in it; of a single file, that file. */
  readonly folder: string;
}
