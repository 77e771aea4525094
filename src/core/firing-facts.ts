// What a firing tells its target about the model version.
import type { Firing } from './firing.ts';
import { isRegistry } from './model-source.ts';
import { traceIdOf, traceParent } from './trace.ts';
import { workspacePath } from './workspace.ts';

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

export function firingFacts({ watch, version, registered, reason }: Firing): FiringFacts {
  const { subscriptionId, resourceGroup, name } = watch.source;
  return {
    model: watch.model,
    version: version.version,
    createdAt: version.createdAt,
    subscriptionId,
    resourceGroup,
    workspace: isRegistry(watch.source) ? '' : name,
    registry: isRegistry(watch.source) ? name : '',
    tags: JSON.stringify(registered?.tags ?? {}),
    trainingRun: registered?.jobName ?? '',
    link: studioLink({ watch, version }),
    reason,
    traceparent: traceParent(traceIdOf(watch.source, watch.model, version), watch.name),
  };
}

/** The address of a model version's page in Azure Machine Learning studio. */
export function studioLink({ watch, version }: Pick<Firing, 'watch' | 'version'>): string {
  const [model, number] = [watch.model, version.version].map(encodeURIComponent);
  return isRegistry(watch.source)
    ? `https://ml.azure.com/registries/${encodeURIComponent(watch.source.name)}/models/${model}/version/${number}`
    : `https://ml.azure.com/model/${model}:${number}/details?wsid=${workspacePath(watch.source)}`;
}
