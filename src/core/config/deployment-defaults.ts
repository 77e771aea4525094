// What a deployment config means where it says nothing: v1's defaults for v1's targets, the service's for the new ones.
import type { DeploymentSettings } from './deployment-schema.ts';
import type { ComputeType } from './target.ts';

/** Azure Machine Learning, deployment configuration schemas of v1 (machine-learning-service-aks-deploy-config). */
const v1Aks: DeploymentSettings = {
  containerResourceRequirements: { cpu: 0.1, memoryInGB: 0.5 },
  dataCollection: { storageEnabled: false },
  appInsightsEnabled: false,
  scoringTimeoutMs: 60_000,
  maxConcurrentRequestsPerContainer: 1,
  maxQueueWaitMs: 500,
  livenessProbeRequirements: {
    periodSeconds: 10,
    initialDelaySeconds: 310,
    timeoutSeconds: 2,
    successThreshold: 1,
    failureThreshold: 3,
  },
};

export const v1AutoScaler = {
  autoscaleEnabled: true,
  minReplicas: 1,
  maxReplicas: 10,
  refreshPeriodInSeconds: 1,
  targetUtilization: 70,
} as const;

const v1Aci: DeploymentSettings = {
  containerResourceRequirements: { cpu: 0.1, memoryInGB: 0.5 },
  authEnabled: false,
  sslEnabled: false,
  appInsightsEnabled: false,
};

const online: DeploymentSettings = { authMode: 'key', appInsightsEnabled: false };

export const defaults: Readonly<Record<ComputeType, DeploymentSettings>> = {
  local: {},
  aci: v1Aci,
  aks: v1Aks,
  aksendpoint: v1Aks,
  managed: online,
  kubernetes: online,
  batch: {},
  iotedge: { priority: 10 },
};

const isMap = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** `settings` over `below`; the parts of a group (probe, resources) are filled one by one. */
export function filled(settings: DeploymentSettings, below: DeploymentSettings): DeploymentSettings {
  const names = new Set([...Object.keys(below), ...Object.keys(settings)]) as Set<keyof DeploymentSettings>;
  const value = (name: keyof DeploymentSettings): unknown => {
    const [own, base] = [settings[name], below[name]];
    return isMap(own) && isMap(base) ? { ...base, ...own } : (own ?? base);
  };
  return Object.fromEntries([...names].map((name) => [name, value(name)]));
}

const v1SignIn = ['authEnabled', 'tokenAuthEnabled'] as const;

/** The defaults beside `settings`: v1's words for how callers sign in take the place of `authMode`. */
export function defaultsBeside(settings: DeploymentSettings, computeType: ComputeType): DeploymentSettings {
  const isSaid = v1SignIn.some((key) => settings[key] !== undefined);
  const entries = Object.entries(defaults[computeType]);
  return Object.fromEntries(entries.filter(([key]) => key !== 'authMode' || !isSaid));
}
