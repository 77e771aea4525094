// Turns a deployment's request into what shall run: its assets are looked up and must exist.
import { blobLocation, type AssetPathContext } from '../assets/asset-path.ts';
import { parseAssetId, registryModelReference } from '../assets/asset-reference.ts';
import type { CodeProperties, EnvironmentProperties, ModelProperties } from '../assets/asset-schemas.ts';
import type { AssetRegistry } from '../assets/asset.ts';
import { quantity } from '../compute/quantity.ts';
import { mlErrors } from '../ml-error.ts';
import { durationMs } from '../endpoints/endpoint-schemas.ts';
import type { DeploymentRequest } from './online-schemas.ts';
import type { WorkspaceScope } from '../scope.ts';
import type {
  DeploymentSpec,
  SelfServing,
  ServedCode,
  ServedEnvironment,
  ServedModel,
} from './scoring-host.ts';

export interface DeploymentAssets {
  readonly scope: WorkspaceScope;
  readonly models: AssetRegistry<ModelProperties>;
  /** Of the registry beside the workspace. */
  readonly registryModels: AssetRegistry<ModelProperties>;
  readonly codes: AssetRegistry<CodeProperties>;
  readonly environments: AssetRegistry<EnvironmentProperties>;
  readonly paths: AssetPathContext;
}

const missing = (id: string) => mlErrors.notFound(`Could not find asset with ID: ${id}`);

interface TypedModel extends ServedModel {
  readonly type: string;
}

function typedModelOf(id: string, assets: DeploymentAssets): TypedModel {
  const shared = registryModelReference(id, assets.scope);
  const { name, version } = shared ?? parseAssetId(id, 'models', assets.scope);
  const stored = (shared ? assets.registryModels : assets.models).version(name, version);
  if (!stored?.properties.modelUri) throw missing(id);
  const { modelUri, modelType } = stored.properties;
  return { name, version, location: blobLocation(modelUri, assets.paths), type: modelType ?? 'custom_model' };
}

/** The model that a script gets as a folder: an MLflow model is one more folder to it. */
export function modelOf(id: string, assets: DeploymentAssets): ServedModel {
  const { type, ...model } = typedModelOf(id, assets);
  if (!['custom_model', 'mlflow_model'].includes(type))
    throw mlErrors.notEmulated(`Serving a model of the type '${type}'`);
  return model;
}

/** The model that is served without code and environment. */
export function selfServingOf(id: string, assets: DeploymentAssets): SelfServing {
  const { type, ...model } = typedModelOf(id, assets);
  if (type === 'custom_model')
    throw mlErrors.badRequest(
      "A deployment of a custom model needs 'codeConfiguration.codeId' and 'environmentId'.",
    );
  if (type === 'mlflow_model') return { kind: 'mlflow', model };
  if (type === 'triton_model') return { kind: 'triton', model };
  throw mlErrors.notEmulated(`A deployment without code of a model of the type '${type}'`);
}

export function environmentOf(id: string, assets: DeploymentAssets): ServedEnvironment {
  const { name, version } = parseAssetId(id, 'environments', assets.scope);
  const stored = assets.environments.version(name, version);
  if (!stored) throw missing(id);
  const { image, condaFile, inferenceConfig } = stored.properties;
  if (image === undefined) throw mlErrors.notEmulated('An environment that is built from a Dockerfile');
  if (inferenceConfig) throw mlErrors.notEmulated('A custom container (an environment with inferenceConfig)');
  return { id: `${name}:${version}`, image, condaFile };
}

export function codeOf(
  { codeId, scoringScript }: { readonly codeId: string; readonly scoringScript: string },
  assets: DeploymentAssets,
): ServedCode {
  const { name, version } = parseAssetId(codeId, 'codes', assets.scope);
  const codeUri = assets.codes.version(name, version)?.properties.codeUri;
  if (!codeUri) throw missing(codeId);
  return { location: blobLocation(codeUri, assets.paths), scoringScript };
}

export function variablesOf(
  given: Readonly<Record<string, string | null>> | null | undefined,
): Readonly<Record<string, string>> {
  const variables = Object.entries(given ?? {});
  return Object.fromEntries(variables.flatMap(([name, value]) => (value === null ? [] : [[name, value]])));
}

/** What a container on Kubernetes may use at most; nothing unless both amounts are said. */
function limitsOf(
  requirements: DeploymentRequest['properties']['containerResourceRequirements'],
): Pick<DeploymentSpec, 'limits'> {
  const { cpu, memory } = requirements?.containerResourceLimits ?? {};
  const [cores, bytes] = [quantity(cpu ?? ''), quantity(memory ?? '')];
  return cores === undefined || bytes === undefined
    ? {}
    : { limits: { cpu: cores, memoryInGB: bytes / 2 ** 30 } };
}

function servingOf(
  { codeConfiguration, environmentId, model }: DeploymentRequest['properties'],
  assets: DeploymentAssets,
): DeploymentSpec['serving'] {
  if (model && !codeConfiguration && !environmentId) return selfServingOf(model, assets);
  if (!codeConfiguration?.codeId || !environmentId)
    throw mlErrors.badRequest('A deployment needs code and an environment.');
  const { codeId, scoringScript } = codeConfiguration;
  return {
    kind: 'script',
    ...(model ? { model: modelOf(model, assets) } : {}),
    code: codeOf({ codeId, scoringScript }, assets),
    environment: environmentOf(environmentId, assets),
  };
}

/**
 * What `request` asks to run.
 *
 * @throws ArmError when an asset does not exist or needs what is not emulated
 */
export function deploymentSpec(
  names: { readonly endpoint: string; readonly deployment: string },
  request: DeploymentRequest,
  assets: DeploymentAssets,
): DeploymentSpec {
  const { environmentVariables, readinessProbe, modelMountPath, appInsightsEnabled } = request.properties;
  if (modelMountPath) throw mlErrors.notEmulated("The property 'modelMountPath'");
  return {
    ...names,
    serving: servingOf(request.properties, assets),
    environmentVariables: variablesOf(environmentVariables),
    sendsTelemetry: appInsightsEnabled,
    ...limitsOf(request.properties.containerResourceRequirements),
    readyWithinMs:
      durationMs(readinessProbe.initialDelay) +
      readinessProbe.failureThreshold * durationMs(readinessProbe.period),
  };
}
