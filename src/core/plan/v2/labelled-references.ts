// Which versions of a deployment's assets only the service knows: `azureml:score@latest`.
import {
  parseAssetReference,
  printAssetReference,
  type AssetKind,
  type AssetReference,
} from '../../config/asset-reference.ts';
import { invalidKey } from '../../config/origin.ts';
import type { YamlDeployment } from './yaml-deployment.ts';

export interface RegisteredReference {
  readonly kind: AssetKind;
  /** The key of the deployment's file that names it. */
  readonly key: string;
  readonly reference: AssetReference;
  /** As `LabelledVersions` names it. */
  readonly written: string;
}

type Named = readonly [kind: AssetKind, key: string, text: unknown];

function collected(files: YamlDeployment): readonly Named[] {
  const collections = files.kind === 'online' ? files.deployment.value.data_collector?.collections : {};
  return Object.entries(collections ?? {}).map(([name, { data }]) => {
    const isLatest = typeof data === 'object' && data.name !== undefined && data.version === undefined;
    const text = isLatest ? `azureml:${data.name ?? ''}` : data;
    return ['data', `data_collector.collections.${name}.data`, text];
  });
}

/** Every registered asset that the deployment's file names. */
export function registeredReferences(files: YamlDeployment): readonly RegisteredReference[] {
  const { model, environment, code_configuration: code } = files.deployment.value;
  const named: readonly Named[] = [
    ['models', 'model', model],
    ['environments', 'environment', environment],
    ['codes', 'code_configuration.code', code?.code],
    ...collected(files),
  ];
  return named.flatMap(([kind, key, text]) => {
    if (typeof text !== 'string' || !/^(?:azureml:|\/subscriptions\/)/i.test(text)) return [];
    const reference = parseAssetReference(text, kind);
    return reference ? [{ kind, key, reference, written: printAssetReference(reference, kind) }] : [];
  });
}

/**
 * Those with a label in the place of a version.
 *
 * @throws ConfigurationInvalid for a label other than `latest`: the service has no other
 */
export function labelledReferences(files: YamlDeployment): readonly RegisteredReference[] {
  return registeredReferences(files).filter(({ reference, key }) => {
    if (!('label' in reference)) return false;
    if (reference.label.toLowerCase() === 'latest') return true;
    const { origin } = files.deployment;
    throw invalidKey(
      origin,
      key,
      `the service knows the label 'latest' only, and not '${reference.label}': name a version`,
    );
  });
}
