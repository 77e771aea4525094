// What a deployment config asks of an online endpoint, managed or on Kubernetes, in the service's own terms.
import { vmSizeFor } from '../config/vm-size.ts';
import type { DeploymentConfig } from '../config/deployment-config.ts';
import type { DeploymentSettings } from '../config/deployment-schema.ts';
import { conflictingKeys, isGiven, keyNotSupported } from '../config/origin.ts';
import { given } from '../given.ts';
import { checkOnlineLimits } from './online-limits.ts';

export type AuthMode = 'Key' | 'AMLToken' | 'AADToken';

/** Seconds; absent fields keep the service's default. */
export interface ProbeSettings {
  readonly periodSeconds?: number;
  readonly initialDelaySeconds?: number;
  readonly timeoutSeconds?: number;
  readonly failureThreshold?: number;
  readonly successThreshold?: number;
}

export interface ResourceAmounts {
  readonly cpu?: string;
  readonly memory?: string;
  readonly gpu?: string;
}

export interface ScaleRange {
  readonly min: number;
  readonly max: number;
  readonly refreshSeconds: number;
  /** Percent. */
  readonly targetUtilization: number;
}

export interface OnlineSettings {
  readonly computeType: 'Managed' | 'Kubernetes';
  /** Name of the attached Kubernetes compute. */
  readonly compute?: string;
  readonly instanceType?: string;
  readonly instanceCount: number;
  readonly scale?: ScaleRange;
  readonly resources?: { readonly requests: ResourceAmounts; readonly limits: ResourceAmounts };
  readonly authMode: AuthMode;
  /** Secrets. */
  readonly keys?: { readonly primaryKey?: string; readonly secondaryKey?: string };
  readonly appInsightsEnabled: boolean;
  readonly collectsData?: true;
  readonly requestTimeoutMs?: number;
  readonly maxConcurrentRequests?: number;
  readonly maxQueueWaitMs?: number;
  readonly livenessProbe?: ProbeSettings;
  readonly readinessProbe?: ProbeSettings;
  readonly publicNetworkAccess?: 'Enabled' | 'Disabled';
  readonly egressPublicNetworkAccess?: 'Enabled' | 'Disabled';
  readonly modelMountPath?: string;
  /** A name of the user's own instead of the derived one. */
  readonly deploymentName?: string;
  /** Percent of the traffic; absent: all. */
  readonly trafficPercentile?: number;
  readonly isDefault?: boolean;
  readonly environmentVariables: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
}

const authModes = { key: 'Key', aml_token: 'AMLToken', aad_token: 'AADToken' } as const;
const networkAccess = { enabled: 'Enabled', disabled: 'Disabled' } as const;

function authModeOf({ settings, origin, target }: DeploymentConfig): AuthMode {
  const { authMode, authEnabled, tokenAuthEnabled } = settings;
  if (target === 'kubernetes' && authMode === 'aad_token')
    throw keyNotSupported(origin, 'authMode', {
      reason: 'an endpoint on Kubernetes does not take tokens of Microsoft Entra ID',
      instead: "Set authMode to 'key' or 'aml_token'.",
    });
  if (authEnabled === false && tokenAuthEnabled !== true)
    throw keyNotSupported(origin, 'authEnabled', {
      reason: 'an online endpoint always signs its callers in',
      instead: "Set authEnabled to true, tokenAuthEnabled to true, or authMode to 'key'.",
    });
  if (isGiven(origin, 'tokenAuthEnabled') && tokenAuthEnabled === true) return 'AMLToken';
  if (isGiven(origin, 'authEnabled')) return 'Key';
  return authModes[authMode ?? 'key'];
}

/** The size for a managed endpoint: the named one, or the smallest of Microsoft's table that holds the container. */
function instanceTypeOf({ settings, origin }: DeploymentConfig): string {
  const { instanceType, containerResourceRequirements: needs, gpuCores } = settings;
  const given = isGiven(origin, 'containerResourceRequirements');
  if (instanceType !== undefined && given)
    throw conflictingKeys(origin, 'containerResourceRequirements', 'instanceType');
  if (instanceType !== undefined) return instanceType;
  const instead = 'Name the size yourself as instanceType.';
  if (gpuCores !== undefined && gpuCores > 0)
    throw keyNotSupported(origin, 'gpuCores', {
      reason: "Microsoft's table for leaving v1 has no size with a GPU",
      instead,
    });
  const { cpu = 1, cpuLimit = cpu, memoryInGB = 1, memoryInGBLimit = memoryInGB } = needs ?? {};
  const size = vmSizeFor({ cpu: cpuLimit, memoryInGB: memoryInGBLimit });
  if (size !== undefined) return size;
  throw keyNotSupported(origin, 'containerResourceRequirements', {
    reason: 'no size of the published table holds this much',
    instead,
  });
}

const gigabytes = (amount: number | undefined) => (amount === undefined ? undefined : `${amount}Gi`);
const cores = (amount: number | undefined) => (amount === undefined ? undefined : String(amount));

// What v1 took when the file gave one of the two: the service wants both as soon as there is one.
const usual = { cpu: 0.1, memoryInGB: 0.5 };

/** The service takes a GPU in the limits only, and then wants the other limits, too. */
function resourcesOf(settings: DeploymentSettings): OnlineSettings['resources'] {
  const { containerResourceRequirements: needs, gpuCores } = settings;
  if (needs === undefined && !gpuCores) return undefined;
  const { cpu = usual.cpu, memoryInGB = usual.memoryInGB, cpuLimit, memoryInGBLimit } = needs ?? {};
  const least = gpuCores ? { cpu, memoryInGB } : {};
  return {
    requests: given({ cpu: cores(cpu), memory: gigabytes(memoryInGB) }),
    limits: given({
      cpu: cores(cpuLimit ?? least.cpu),
      memory: gigabytes(memoryInGBLimit ?? least.memoryInGB),
      gpu: gpuCores ? String(gpuCores) : undefined,
    }),
  };
}

function scaleOf({ autoScaler }: DeploymentSettings): ScaleRange | undefined {
  if (autoScaler?.autoscaleEnabled !== true) return undefined;
  const {
    minReplicas: min = 1,
    maxReplicas: max = 10,
    refreshPeriodInSeconds: refreshSeconds = 1,
    targetUtilization = 70,
  } = autoScaler;
  return { min, max, refreshSeconds, targetUtilization };
}

/** v1 let a container work on so many requests by as many worker processes. */
function variablesOf({
  maxConcurrentRequestsPerContainer: atOnce,
  environmentVariables,
}: DeploymentSettings) {
  const workers = atOnce !== undefined && atOnce > 1 ? { WORKER_COUNT: String(atOnce) } : {};
  return { ...workers, ...environmentVariables };
}

/**
 * @throws ConfigurationInvalid, ConfigurationConflict, ConfigurationNotSupported
 */
export function onlineSettings(config: DeploymentConfig): OnlineSettings {
  const { settings, target } = config;
  checkOnlineLimits(config);
  const isManaged = target === 'managed';
  const scale = scaleOf(settings);
  const { livenessProbeRequirements: liveness, readinessProbeRequirements: readiness } = settings;
  const access = (value?: 'enabled' | 'disabled') => value && networkAccess[value];
  return {
    computeType: isManaged ? 'Managed' : 'Kubernetes',
    instanceCount: settings.numReplicas ?? settings.instanceCount ?? scale?.min ?? 1,
    authMode: authModeOf(config),
    appInsightsEnabled: settings.appInsightsEnabled ?? false,
    ...given({
      compute: isManaged ? undefined : settings.computeTargetName,
      instanceType: isManaged ? instanceTypeOf(config) : settings.instanceType,
      resources: isManaged ? undefined : resourcesOf(settings),
      scale,
      keys: settings.keys && given(settings.keys),
      collectsData: settings.dataCollection?.storageEnabled === true ? (true as const) : undefined,
      requestTimeoutMs: settings.scoringTimeoutMs,
      maxConcurrentRequests: settings.maxConcurrentRequestsPerContainer,
      maxQueueWaitMs: settings.maxQueueWaitMs,
      livenessProbe: liveness && given(liveness),
      readinessProbe: readiness && given(readiness),
      publicNetworkAccess: access(settings.publicNetworkAccess),
      egressPublicNetworkAccess: access(settings.egressPublicNetworkAccess),
      modelMountPath: settings.modelMountPath,
      deploymentName: settings.versionName,
      trafficPercentile: settings.trafficPercentile,
      isDefault: settings.isDefault,
    }),
    environmentVariables: variablesOf(settings),
    tags: { ...(settings.type && { 'azureml-release.version-type': settings.type }), ...settings.tags },
  };
}
