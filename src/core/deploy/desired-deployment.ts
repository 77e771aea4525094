// What a deployment should look like: the exact request bodies, computed without calling anything.
import { stringify } from 'yaml';
import type { ManagedDeploymentConfig, ProbeSettings } from '../config/deployment-config.ts';
import type { InferenceConfig } from '../config/inference-config.ts';
import { given } from '../given.ts';
import type { ModelVersion } from '../model-version.ts';
import { workspacePath, type Workspace } from '../workspace.ts';
import { hashTree, hashValue, type SourceFile } from './content-hash.ts';
import { checkEndpointName, deploymentName } from './names.ts';

/** The tag that says which content a deployment carries; a re-run compares it instead of guessing. */
export const contentTag = 'azureml-release.content';

export interface DeployRequest {
  readonly workspace: Workspace;
  /** The workspace's Azure region. */
  readonly location: string;
  readonly endpoint: string;
  readonly model: ModelVersion;
  readonly inference: InferenceConfig;
  readonly config: ManagedDeploymentConfig;
  readonly source: readonly SourceFile[];
  /** Content of the conda file, when the inference config names one. */
  readonly condaText?: string;
  /** The existing version to use, when the inference config names a registered environment. */
  readonly registeredEnvironmentId?: string;
  /** Who put it there (release, pipeline, commit): tags of the deployment, without influence on its content. */
  readonly lineage: Readonly<Record<string, string>>;
}

export interface Asset {
  readonly name: string;
  readonly version: string;
  /** ARM id. */
  readonly id: string;
}

export interface DesiredDeployment {
  readonly workspace: Workspace;
  readonly environment: { readonly id: string; readonly create?: Asset & { readonly body: object } };
  readonly code: Asset & { readonly files: readonly SourceFile[] };
  readonly endpoint: { readonly name: string; readonly authMode: string; readonly body: object };
  readonly deployment: { readonly name: string; readonly content: string; readonly body: object };
}

// 16 hex digits = 64 bits: far beyond any collision among the assets of a workspace, and still readable.
const versionDigits = 16;

function asset(workspace: Workspace, kind: 'codes' | 'environments', name: string, hash: string): Asset {
  const version = hash.slice(0, versionDigits);
  return { name, version, id: `${workspacePath(workspace)}/${kind}/${name}/versions/${version}` };
}

function environmentOf(request: DeployRequest): DesiredDeployment['environment'] {
  const { environment } = request.inference;
  if (environment.kind === 'registered') return { id: request.registeredEnvironmentId ?? '' };
  const condaFile = environment.condaDependencies
    ? stringify(environment.condaDependencies)
    : request.condaText;
  const properties = { image: environment.image, osType: 'Linux', ...given({ condaFile }) };
  const name = environment.name ?? `${request.endpoint}-env`;
  const create = asset(request.workspace, 'environments', name, hashValue(properties));
  return { id: create.id, create: { ...create, body: { properties } } };
}

/** ISO 8601 duration with milliseconds, e.g. PT1.5S. */
const isoDuration = (milliseconds: number) => `PT${milliseconds / 1000}S`;

function probeBody(probe: ProbeSettings | undefined): object | undefined {
  if (probe === undefined) return undefined;
  const { periodSeconds, initialDelaySeconds, timeoutSeconds, failureThreshold, successThreshold } = probe;
  const duration = (value?: number) => (value === undefined ? undefined : isoDuration(value * 1000));
  return given({
    period: duration(periodSeconds),
    initialDelay: duration(initialDelaySeconds),
    timeout: duration(timeoutSeconds),
    failureThreshold,
    successThreshold,
  });
}

function requestSettings(config: ManagedDeploymentConfig): object | undefined {
  const { requestTimeoutMs, maxConcurrentRequests, maxQueueWaitMs } = config;
  const settings = given({
    requestTimeout: requestTimeoutMs === undefined ? undefined : isoDuration(requestTimeoutMs),
    maxConcurrentRequestsPerInstance: maxConcurrentRequests,
    maxQueueWait: maxQueueWaitMs === undefined ? undefined : isoDuration(maxQueueWaitMs),
  });
  return Object.keys(settings).length === 0 ? undefined : settings;
}

function deploymentProperties(request: DeployRequest, environmentId: string, codeId: string): object {
  const { config, inference, model } = request;
  return {
    endpointComputeType: 'Managed',
    model: model.id,
    codeConfiguration: { codeId, scoringScript: inference.entryScript },
    environmentId,
    environmentVariables: { ...inference.environmentVariables, ...config.environmentVariables },
    instanceType: config.instanceType,
    scaleSettings: { scaleType: 'Default' },
    appInsightsEnabled: config.appInsightsEnabled,
    ...given({
      description: inference.description,
      requestSettings: requestSettings(config),
      livenessProbe: probeBody(config.livenessProbe),
      readinessProbe: probeBody(config.readinessProbe),
    }),
  };
}

/**
 * The wanted state of one managed online deployment.
 *
 * The deployment's name comes from the model version and from a hash of everything that changes its behaviour (model
 * bytes' registration, code, environment, settings), so equal inputs meet their own earlier work.
 *
 * @throws NameInvalid for an endpoint name the service would refuse
 */
export function desiredDeployment(request: DeployRequest): DesiredDeployment {
  const { workspace, location, config, model } = request;
  const endpoint = checkEndpointName(request.endpoint);
  const environment = environmentOf(request);
  const code = asset(workspace, 'codes', `${endpoint}-code`, hashTree(request.source));
  const properties = deploymentProperties(request, environment.id, code.id);
  const sku = { name: 'Default', capacity: config.instanceCount };
  const content = hashValue({ properties, sku, tags: config.tags, modelCreatedAt: model.createdAt });
  const lineage = { ...request.lineage, [contentTag]: content.slice(0, versionDigits) };
  return {
    workspace,
    environment,
    code: { ...code, files: request.source },
    endpoint: {
      name: endpoint,
      authMode: config.authMode,
      // The endpoint pulls image, model and code with an identity of its own; the service wants it named.
      body: { location, identity: { type: 'SystemAssigned' }, properties: { authMode: config.authMode } },
    },
    deployment: {
      name: deploymentName(model.version, content),
      content: content.slice(0, versionDigits),
      body: { location, tags: { ...config.tags, ...lineage }, sku, properties },
    },
  };
}
