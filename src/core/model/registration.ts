// What a new model version is registered with, and what v1's words for it become.

export interface NewModelVersion {
  /** Where the bytes are. */
  readonly uri: string;
  /** `custom_model`, `mlflow_model` or `triton_model`: what the service can serve without a script. */
  readonly type: string;
  readonly description?: string;
  /** The training run that made it. */
  readonly jobName?: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly properties: Readonly<Record<string, string>>;
}

/** What may change in a version: its bytes never do. */
export interface ModelChange {
  readonly description?: string;
  readonly addTags?: Readonly<Record<string, string>>;
  readonly removeTags?: readonly string[];
  /** Properties can be added and never changed: v1's rule, which keeps lineage true. */
  readonly addProperties?: Readonly<Record<string, string>>;
}

export const modelTypes = ['custom_model', 'mlflow_model', 'triton_model'] as const;

export type ModelType = (typeof modelTypes)[number];

/** The frameworks of v1, each with the type that is served in its place. Multi was v1's word for a Triton repository. */
export const frameworks = {
  TensorFlow: 'custom_model',
  ScikitLearn: 'custom_model',
  Onnx: 'custom_model',
  Custom: 'custom_model',
  Multi: 'triton_model',
} as const satisfies Readonly<Record<string, ModelType>>;

export type Framework = keyof typeof frameworks;

export const frameworkNames = Object.keys(frameworks) as readonly Framework[];

/** Names of properties that hold what v1 kept in fields of its own. */
export const v1Properties = {
  framework: 'modelFramework',
  frameworkVersion: 'modelFrameworkVersion',
  experiment: 'experimentName',
  cpu: 'defaultCpuCores',
  memory: 'defaultMemoryGB',
  gpu: 'defaultGpuCores',
  sampleInput: 'sampleInputDatasetId',
  sampleOutput: 'sampleOutputDatasetId',
} as const;

/** A file that a training run left behind, as an address that the service reads. */
export const runArtifactUri = (run: string, path: string): string =>
  `azureml://jobs/${run}/outputs/artifacts/paths/${path.replace(/^\/+|\/+$/g, '')}`;
