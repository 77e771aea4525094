// What a firing tells its target about the model version.
import type { Firing } from './firing.ts';
import { workspacePath } from './workspace.ts';

/** Texts only: they go into template parameters and into the flat object of a webhook. */
export interface FiringFacts {
  readonly model: string;
  readonly version: string;
  /** ISO 8601. */
  readonly createdAt: string;
  readonly subscriptionId: string;
  readonly resourceGroup: string;
  readonly workspace: string;
  /** All tags, as JSON. */
  readonly tags: string;
  /** The name of the training run; empty if the version came from none. */
  readonly trainingRun: string;
  /** The page of the version in the studio. */
  readonly link: string;
  /** Why it fires. */
  readonly reason: string;
}

export type FactName = keyof FiringFacts;

export const factNames = [
  'model',
  'version',
  'createdAt',
  'subscriptionId',
  'resourceGroup',
  'workspace',
  'tags',
  'trainingRun',
  'link',
  'reason',
] as const satisfies readonly FactName[];

export function firingFacts({ watch, version, registered, reason }: Firing): FiringFacts {
  const { subscriptionId, resourceGroup, name } = watch.workspace;
  return {
    model: watch.model,
    version: version.version,
    createdAt: version.createdAt,
    subscriptionId,
    resourceGroup,
    workspace: name,
    tags: JSON.stringify(registered?.tags ?? {}),
    trainingRun: registered?.jobName ?? '',
    link: studioLink({ watch, version }),
    reason,
  };
}

/** The address of a model version's page in Azure Machine Learning studio. */
export function studioLink({ watch, version }: Pick<Firing, 'watch' | 'version'>): string {
  const page = `${encodeURIComponent(watch.model)}:${encodeURIComponent(version.version)}`;
  return `https://ml.azure.com/model/${page}/details?wsid=${workspacePath(watch.workspace)}`;
}
