// Which registered model a person means, in every form that people, files, `az ml` and the service write.
import { parseModelUri } from '../blob-uri.ts';
import { parseAssetReference } from '../config/asset-reference.ts';
import { fail } from '../errors/catalogue.ts';
import { runArtifactUri } from './registration.ts';
import type { Workspace } from '../workspace.ts';

export type ModelPlace =
  /** The workspace that is worked in. */
  | { readonly kind: 'here' }
  | { readonly kind: 'workspace'; readonly workspace: Workspace }
  /** A workspace by the number that Azure gave it. */
  | { readonly kind: 'workspace-id'; readonly id: string }
  /** A registry by its name alone, or with the subscription and group of its ARM id. */
  | {
      readonly kind: 'registry';
      readonly name: string;
      readonly place?: { readonly subscriptionId: string; readonly resourceGroup: string };
    };

export interface ModelTarget {
  readonly name: string;
  /** A version, or `latest`. */
  readonly version: string;
  readonly place: ModelPlace;
}

const arm =
  /^\/subscriptions\/([^/]+)\/resourceGroups\/([^/]+)\/providers\/Microsoft\.MachineLearningServices\/(workspaces|registries)\/([^/]+)\/models\/([^/]+)(?:\/versions\/([^/]+))?$/i;
const location = /^azureml:\/\/locations\/[^/]+\/workspaces\/([^/]+)\//i;

/** @throws ModelReferenceInvalid, ModelNotRegistered */
export function modelTarget(text: string): ModelTarget {
  const given = text.trim();
  const [, subscriptionId, resourceGroup, kind, owner, name, version = 'latest'] =
    arm.exec(given.replace(/^azureml:(?=\/sub)/i, '')) ?? [];
  if (subscriptionId && resourceGroup && owner && name) {
    const place = { subscriptionId, resourceGroup };
    return {
      ...{ name, version },
      place:
        kind?.toLowerCase() === 'registries'
          ? { kind: 'registry', name: owner, place }
          : { kind: 'workspace', workspace: { ...place, name: owner } },
    };
  }
  const reference = parseAssetReference(given, 'models');
  if (reference === undefined) throw notAModel(given);
  if ('label' in reference && reference.label.toLowerCase() !== 'latest')
    throw fail('ModelReferenceInvalid', {
      reference: given,
      problem: `the service knows the label 'latest' only, and not '${reference.label}'`,
    });
  const found = { name: reference.name, version: 'version' in reference ? reference.version : 'latest' };
  switch (reference.at) {
    case 'workspace':
      return { ...found, place: { kind: 'here' } };
    case 'registry':
      return { ...found, place: { kind: 'registry', name: reference.registry } };
    case 'id':
      return { ...found, place: { kind: 'workspace-id', id: location.exec(reference.id)?.[1] ?? '' } };
  }
}

/** The nearest thing to do about an address that is no registered model. */
function notAModel(reference: string): Error {
  const unregistered = (what: string, register: string) =>
    fail('ModelNotRegistered', { reference, what, register });
  const found = parseModelUri(reference);
  switch (found?.kind) {
    case 'datastore':
      return unregistered('a path in a datastore', `-p ${reference}`);
    case 'run':
      return unregistered('what a run left behind', `--run-id ${found.run} --asset-path ${found.path}`);
    case 'job-output':
      return reference.startsWith(runArtifactUri(found.job, ''))
        ? unregistered('what a run left behind', `--run-id ${found.job} --asset-path ${found.path}`)
        : unregistered('the output of a job', `-p ${reference}`);
    case 'blob':
      return unregistered('an address in storage', '-p azureml://datastores/DATASTORE/paths/PATH');
    case 'asset':
    case undefined:
      if (/[/\\]/.test(reference) && !/^azureml:/i.test(reference))
        return unregistered('a path', `-p ${reference}`);
      return fail('ModelReferenceInvalid', { reference, problem: 'it is none of the forms that are known' });
  }
}

/** How a deployment names a model of a registry. */
export const registryModelId = (registry: string, model: string, version: string): string =>
  `azureml://registries/${registry}/models/${model}/versions/${version}`;
