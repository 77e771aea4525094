// Looks up what a batch deployment names: model, code and environment must exist.
import {
  codeOf,
  environmentOf,
  modelOf,
  selfServingOf,
  variablesOf,
  type DeploymentAssets,
} from '../online/deployment-spec.ts';
import { mlErrors } from '../ml-error.ts';
import type { BatchDeploymentRequest } from './batch-schemas.ts';
import type { BatchJobSpec } from './batch-host.ts';

/** @throws ArmError when an asset does not exist or needs what is not emulated */
export function batchAssets(
  { properties }: BatchDeploymentRequest,
  assets: DeploymentAssets,
): Pick<BatchJobSpec, 'model' | 'scoring' | 'environmentVariables'> {
  const { model, codeConfiguration, environmentId } = properties;
  const environmentVariables = variablesOf(properties.environmentVariables);
  if (model?.referenceType !== 'Id') throw mlErrors.badRequest('A batch deployment needs a model.');
  if (!codeConfiguration && !environmentId) {
    const { kind, model: served } = selfServingOf(model.assetId, assets);
    if (kind === 'mlflow') return { model: served, scoring: { kind }, environmentVariables };
    throw mlErrors.badRequest('A batch endpoint serves models of the type mlflow_model without code only.');
  }
  if (!codeConfiguration?.codeId || !environmentId)
    throw mlErrors.badRequest(
      "A batch deployment of a custom model needs 'codeConfiguration.codeId' and 'environmentId'.",
    );
  const { codeId, scoringScript } = codeConfiguration;
  const code = codeOf({ codeId, scoringScript }, assets);
  return {
    model: modelOf(model.assetId, assets),
    scoring: { kind: 'script', code, environment: environmentOf(environmentId, assets) },
    environmentVariables,
  };
}
