// The request body of an online deployment: the settings in the words of the service's API.
import { given } from '../given.ts';
import type { OnlineSettings, ProbeSettings } from './online-settings.ts';

/** ISO 8601 duration with milliseconds, e.g. PT1.5S. */
export const isoDuration = (milliseconds: number): string => `PT${milliseconds / 1000}S`;

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

function requestSettings(settings: OnlineSettings): object | undefined {
  const { requestTimeoutMs, maxConcurrentRequests, maxQueueWaitMs } = settings;
  const body = given({
    requestTimeout: requestTimeoutMs === undefined ? undefined : isoDuration(requestTimeoutMs),
    maxConcurrentRequestsPerInstance: maxConcurrentRequests,
    maxQueueWait: maxQueueWaitMs === undefined ? undefined : isoDuration(maxQueueWaitMs),
  });
  return Object.keys(body).length === 0 ? undefined : body;
}

/** A managed deployment is scaled by Azure Monitor from outside; Kubernetes scales by itself. */
function scaleSettings({ computeType, scale }: OnlineSettings): object {
  if (computeType === 'Managed' || scale === undefined) return { scaleType: 'Default' };
  return {
    scaleType: 'TargetUtilization',
    minInstances: scale.min,
    maxInstances: scale.max,
    pollingInterval: isoDuration(scale.refreshSeconds * 1000),
    targetUtilizationPercentage: scale.targetUtilization,
  };
}

// What v1 collected: the whole payload of every request and answer.
const collectPayload = {
  collections: {
    request: { dataCollectionMode: 'Enabled', samplingRate: 1 },
    response: { dataCollectionMode: 'Enabled', samplingRate: 1 },
  },
};

/** What the settings say of a deployment, without model, code and environment. */
export function onlineProperties(settings: OnlineSettings): object {
  const { computeType, resources } = settings;
  return {
    endpointComputeType: computeType,
    scaleSettings: scaleSettings(settings),
    appInsightsEnabled: settings.appInsightsEnabled,
    ...given({
      instanceType: settings.instanceType,
      requestSettings: requestSettings(settings),
      livenessProbe: probeBody(settings.livenessProbe),
      readinessProbe: probeBody(settings.readinessProbe),
      dataCollector: settings.collectsData ? collectPayload : undefined,
      egressPublicNetworkAccess: settings.egressPublicNetworkAccess,
      modelMountPath: settings.modelMountPath,
      containerResourceRequirements: resources && {
        containerResourceRequests: resources.requests,
        ...(Object.keys(resources.limits).length > 0 && { containerResourceLimits: resources.limits }),
      },
    }),
  };
}
