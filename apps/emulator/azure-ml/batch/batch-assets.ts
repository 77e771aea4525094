// Looks up what a batch deployment names: model, code and environment must exist.
import {
  codeOf,
  environmentOf,
  modelOf,
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
): Pick<BatchJobSpec, 'model' | 'code' | 'environment' | 'environmentVariables'> {
  const { model, codeConfiguration, environmentId, environmentVariables } = properties;
  if (model?.referenceType !== 'Id' || !codeConfiguration?.codeId || !environmentId)
    throw mlErrors.badRequest('A batch deployment needs a model, code and an environment.');
  const { codeId, scoringScript } = codeConfiguration;
  return {
    model: modelOf(model.assetId, assets),
    code: codeOf({ codeId, scoringScript }, assets),
    environment: environmentOf(environmentId, assets),
    environmentVariables: variablesOf(environmentVariables),
  };
}
