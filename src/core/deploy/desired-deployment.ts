// What a deployment should look like: the exact request bodies, computed without calling anything.
import type { InferenceConfig } from '../config/inference-config.ts';
import { given } from '../given.ts';
import type { ModelVersion } from '../model/version.ts';
import { workspacePath, type Workspace } from '../workspace.ts';
import { hashTree, hashValue, type SourceFile } from './content-hash.ts';
import { contentTag } from './content-tag.ts';
import {
  asset,
  shortHash,
  unknownStore,
  type DesiredAssets,
  type DesiredEnvironment,
} from './desired-assets.ts';
import type { DesiredEndpoint } from './endpoint-steps.ts';
import { buildContext, environmentProperties } from './environment-body.ts';
import type { EnvironmentTexts } from './environment-texts.ts';
import type { RolloutSettings } from '../rollout/settings.ts';
import { checkDeploymentName, checkEndpointName, deploymentName } from './names.ts';
import { onlineProperties } from './online-body.ts';
import type { OnlineSettings } from './online-settings.ts';
import type { TrafficWish } from './traffic-steps.ts';

export interface DeployRequest extends EnvironmentTexts {
  readonly workspace: Workspace;
  /** The workspace's Azure region. */
  readonly location: string;
  readonly endpoint: string;
  readonly model: ModelVersion;
  /** Absent for a model that brings its own server (MLflow, Triton). */
  readonly inference?: InferenceConfig;
  readonly config: OnlineSettings;
  readonly source: readonly SourceFile[];
  /** The existing version to use, when the inference config names a registered environment. */
  readonly registeredEnvironmentId?: string;
  /** Address of the container that build contexts go to, `https://{account}.blob.../{container}`. */
  readonly contextStore?: string;
  /** Who put it there (release, pipeline, commit): tags of the deployment, without influence on its content. */
  readonly lineage: Readonly<Record<string, string>>;
  /** How it takes over; absent: in one move. */
  readonly rollout?: RolloutSettings;
}

export interface DesiredDeployment extends DesiredAssets {
  readonly workspace: Workspace;
  readonly endpoint: DesiredEndpoint;
  readonly deployment: {
    readonly name: string;
    readonly content: string;
    readonly body: object;
  };
  readonly traffic: TrafficWish;
}

/** Where the Python SDK puts folders, too; the service wants the slash at the end. */
const contextUri = (store: string, hash: string) => `${store}/LocalUpload/${hash}/context/`;

export function environmentOf(
  request: Pick<DeployRequest, 'workspace' | 'endpoint' | 'registeredEnvironmentId' | 'contextStore'> &
    EnvironmentTexts,
  { environment }: InferenceConfig,
): DesiredEnvironment {
  if (environment.kind === 'registered') return { id: request.registeredEnvironmentId ?? '' };
  const context = buildContext(environment, request);
  const uri = context && contextUri(request.contextStore ?? unknownStore, context.hash);
  const properties = environmentProperties(environment, request, uri);
  const name = environment.name ?? `${request.endpoint}-env`;
  // The folder's hash stands for it: the same files may lie in another account.
  const version = shortHash(hashValue(context?.hash ?? properties));
  const create = asset(request.workspace, 'environments', name, version);
  const files = Object.entries(context?.files ?? {}).map(([path, text]) => ({ path, text }));
  return {
    id: create.id,
    create: { ...create, body: { properties } },
    ...(uri !== undefined && { context: { uri, files } }),
  };
}

function endpointBody({ workspace, location, config }: DeployRequest): object {
  const { authMode, keys, publicNetworkAccess, compute } = config;
  return {
    location,
    // The endpoint pulls image, model and code with an identity of its own; the service wants it named.
    identity: { type: 'SystemAssigned' },
    properties: {
      authMode,
      ...given({
        compute: compute === undefined ? undefined : `${workspacePath(workspace)}/computes/${compute}`,
        keys,
        publicNetworkAccess,
      }),
    },
  };
}

/**
 * The wanted state of one online deployment.
 *
 * The deployment's name comes from the model version and from a hash of everything that changes its behaviour (model
 * bytes' registration, code, environment, settings), so equal inputs meet their own earlier work.
 *
 * @throws NameInvalid for a name the service would refuse
 */
export function desiredDeployment(request: DeployRequest): DesiredDeployment {
  const { workspace, location, config, model, inference, source } = request;
  const endpoint = checkEndpointName(request.endpoint);
  const environment = inference && environmentOf(request, inference);
  const code = inference && asset(workspace, 'codes', `${endpoint}-code`, shortHash(hashTree(source)));
  const properties = {
    model: model.id,
    ...(inference &&
      code &&
      environment && {
        codeConfiguration: { codeId: code.id, scoringScript: inference.entryScript },
        environmentId: environment.id,
      }),
    environmentVariables: { ...inference?.environmentVariables, ...config.environmentVariables },
    ...given({ description: inference?.description }),
    ...onlineProperties(config),
  };
  const sku = { name: 'Default', capacity: config.instanceCount };
  const whole = hashValue({ properties, sku, tags: config.tags, modelCreatedAt: model.createdAt });
  const content = shortHash(whole);
  const lineage = { ...request.lineage, [contentTag]: content };
  const name = config.deploymentName ?? deploymentName(model.version, content);
  return {
    workspace,
    ...given({ environment, code: code && { ...code, files: source } }),
    endpoint: { name: endpoint, authMode: config.authMode, body: endpointBody(request) },
    deployment: {
      name: checkDeploymentName(name, { endpoint, onKubernetes: config.computeType === 'Kubernetes' }),
      content,
      body: { location, tags: { ...config.tags, ...lineage }, sku, properties },
    },
    traffic: {
      kind: 'share',
      percent: config.trafficPercentile ?? 100,
      isDefault: config.isDefault ?? false,
      ...given({ rollout: request.rollout }),
    },
  };
}
