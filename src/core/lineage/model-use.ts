// What runs a model version: the answer to "what runs where", and what keeps a version from being deleted.
import { parseAssetReference } from '../config/asset-reference.ts';

export type UseKind =
  | 'online endpoint'
  | 'batch endpoint'
  | 'container group'
  | 'IoT Edge configuration'
  | 'container'
  | 'process';

/** A model version as a deployment names it. */
export interface DeployedModel {
  readonly model: string;
  readonly version: string;
  /** The registry that it comes from; absent for one of the workspace. */
  readonly registry?: string;
}

/** One deployed thing and the model versions in it. */
export interface ModelUse {
  readonly kind: UseKind;
  readonly service: string;
  /** Where a service has several. */
  readonly deployment?: string;
  /** The hub or the machine, where the workspace does not say it. */
  readonly place?: string;
  readonly models: readonly DeployedModel[];
  /** There are more models in it than are known: it may run whatever is asked about. */
  readonly hasMore?: boolean;
  /** In the words of the system that runs it. */
  readonly state: string;
  /** Percent of the requests, where they are split. */
  readonly share?: number;
  readonly tags: Readonly<Record<string, string>>;
}

/** Which versions are asked about: all of a model when none is named. */
export interface ModelQuestion {
  readonly model: string;
  readonly version?: string;
  readonly registry?: string;
}

/** @returns absent for a reference without a version, or one that is no model */
export function deployedModel(reference: string): DeployedModel | undefined {
  const parsed = parseAssetReference(reference, 'models');
  if (parsed === undefined || !('version' in parsed)) return undefined;
  const { name: model, version } = parsed;
  return parsed.at === 'registry' ? { model, version, registry: parsed.registry } : { model, version };
}

export const modelInWords = ({ model, version, registry }: DeployedModel): string =>
  registry === undefined ? `${model}:${version}` : `${model}:${version} of registry ${registry}`;

// The service compares names ignoring case in ids; a guard that did not would let a used version be deleted.
const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

const isAskedFor = (question: ModelQuestion, found: DeployedModel): boolean =>
  same(question.model, found.model) &&
  same(question.registry ?? '', found.registry ?? '') &&
  (question.version === undefined || same(question.version, found.version));

/** A deployment that is on its way out holds nothing any more. */
const isLeaving = ({ state }: ModelUse): boolean => same(state, 'Deleting');

/** The uses of what is asked for, in the order given. One without traffic counts, too: it starts again from the same files. */
export const usesOf = (uses: readonly ModelUse[], question: ModelQuestion): readonly ModelUse[] =>
  uses.filter(
    (use) =>
      !isLeaving(use) && (use.hasMore === true || use.models.some((found) => isAskedFor(question, found))),
  );

/** e.g. `online endpoint 'fraud', deployment 'v7-3fa91c' (90 % of its traffic)`. */
export function useInWords({ kind, service, deployment, place, share, hasMore }: ModelUse): string {
  const part = deployment === undefined ? '' : `, deployment '${deployment}'`;
  const where = place === undefined ? '' : ` on ${place}`;
  const traffic = share === undefined ? '' : ` (${share} % of its traffic)`;
  const more = hasMore === true ? ' (with more models than its tag could name)' : '';
  return `${kind} '${service}'${part}${where}${traffic}${more}`;
}
