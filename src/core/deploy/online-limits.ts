// Limits of online endpoints (how-to-manage-quotas), held before anything is called.
import type { DeploymentConfig } from '../config/deployment-config.ts';
import { invalidKey } from '../config/origin.ts';

/** An endpoint cancels a request after at most this long, in milliseconds. */
const maxRequestTimeoutMs = { managed: 180_000, kubernetes: 300_000 } as const;

/** Instances of one deployment. */
const maxInstances = 50;

/** @throws ConfigurationInvalid with file, line and key */
export function checkOnlineLimits({ settings, origin, target }: DeploymentConfig): void {
  const limit = target === 'managed' ? maxRequestTimeoutMs.managed : maxRequestTimeoutMs.kubernetes;
  const atMost = (key: string, value: number | undefined, most: number) => {
    if (value !== undefined && value > most) throw invalidKey(origin, key, `must be at most ${most}`);
  };
  atMost('scoringTimeoutMs', settings.scoringTimeoutMs, limit);
  atMost('instanceCount', settings.instanceCount, maxInstances);
  atMost('numReplicas', settings.numReplicas, maxInstances);
  atMost('autoScaler.maxReplicas', settings.autoScaler?.maxReplicas, maxInstances);
  // Kubernetes fixes it, and a managed endpoint is one underneath.
  atMost(
    'livenessProbeRequirements.successThreshold',
    settings.livenessProbeRequirements?.successThreshold,
    1,
  );
}
