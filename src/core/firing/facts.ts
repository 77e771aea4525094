// What a firing tells its target about the model version.

/** Texts only: they go into template parameters and into the flat object of a webhook. */
export interface FiringFacts {
  readonly model: string;
  readonly version: string;
  /** ISO 8601. */
  readonly createdAt: string;
  readonly subscriptionId: string;
  readonly resourceGroup: string;
  /** Empty for a version of a registry. */
  readonly workspace: string;
  /** Empty for a version of a workspace. */
  readonly registry: string;
  /** All tags, as JSON. */
  readonly tags: string;
  /** The name of the training run; empty if the version came from none. */
  readonly trainingRun: string;
  /** The page of the version in the studio. */
  readonly link: string;
  /** Why it fires. */
  readonly reason: string;
  /** The W3C trace context of the version: spans made with it join the watcher's trace. */
  readonly traceparent: string;
}

export type FactName = keyof FiringFacts;

export const factNames = [
  'model',
  'version',
  'createdAt',
  'subscriptionId',
  'resourceGroup',
  'workspace',
  'registry',
  'tags',
  'trainingRun',
  'link',
  'reason',
  'traceparent',
] as const satisfies readonly FactName[];
