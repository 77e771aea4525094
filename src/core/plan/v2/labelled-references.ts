// Which versions of a deployment's assets only the service knows: `azureml:score@latest`.
import { parseAssetReference, printAssetReference, type AssetKind } from '../../config/asset-reference.ts';
import type { YamlDeployment } from './yaml-deployment.ts';

/** As `LabelledVersions` names them. */
export function labelledReferences(files: YamlDeployment): readonly string[] {
  const { model, environment, code_configuration: code } = files.deployment.value;
  const collections =
    files.kind === 'online' ? (files.deployment.value.data_collector?.collections ?? {}) : {};
  const data = Object.values(collections).map((one) =>
    typeof one.data === 'object' && one.data.name !== undefined && one.data.version === undefined
      ? `azureml:${one.data.name}`
      : one.data,
  );
  const named: readonly (readonly [AssetKind, unknown])[] = [
    ['models', model],
    ['environments', environment],
    ['codes', code?.code],
    ...data.map((one) => ['data', one] as const),
  ];
  return named.flatMap(([kind, text]) => {
    if (typeof text !== 'string' || !/^(?:azureml:|\/subscriptions\/)/i.test(text)) return [];
    const reference = parseAssetReference(text, kind);
    return reference && 'label' in reference ? [printAssetReference(reference, kind)] : [];
  });
}
