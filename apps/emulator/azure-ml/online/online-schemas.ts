// Request bodies of online endpoints and deployments, with the service's defaults filled in.
import { z } from 'zod';
import {
  duration,
  endpointProperties,
  servingProperties,
  skuFields,
  text,
  tracked,
} from '../endpoints/endpoint-schemas.ts';

const traffic = z.record(z.string(), z.int()).nullish();

export const endpointBody = tracked(
  z.strictObject({
    ...endpointProperties,
    compute: text,
    publicNetworkAccess: z.enum(['Enabled', 'Disabled']).default('Enabled'),
    traffic,
    mirrorTraffic: traffic,
  }),
);

const probe = z.strictObject({
  failureThreshold: z.int().default(30),
  successThreshold: z.int().default(1),
  timeout: duration.default('PT2S'),
  period: duration.default('PT10S'),
  initialDelay: duration.nullish().transform((value) => value ?? 'PT10S'),
});
const probeDefault = () => probe.parse({});

const requestSettings = z.strictObject({
  maxConcurrentRequestsPerInstance: z.int().min(1).default(1),
  maxQueueWait: duration.default('PT0.5S'),
  requestTimeout: duration.default('PT5S'),
});

const collection = z.strictObject({
  samplingRate: z.number().optional(),
  dataCollectionMode: z.enum(['Enabled', 'Disabled']).optional(),
  dataId: text,
  clientId: text,
});

const ownScaling = z.strictObject({
  scaleType: z.literal('TargetUtilization'),
  pollingInterval: duration.default('PT1S'),
  targetUtilizationPercentage: z.int().default(70),
  minInstances: z.int().default(1),
  maxInstances: z.int().default(1),
});
/** How a deployment on Kubernetes scales unless it says otherwise. */
export const targetUtilization = ownScaling.parse({ scaleType: 'TargetUtilization' });

const amounts = z.strictObject({ cpu: text, memory: text, gpu: text }).nullish();

const deploymentProperties = {
  ...servingProperties,
  endpointComputeType: z.enum(['Managed', 'Kubernetes', 'AzureMLCompute']),
  scaleSettings: z
    .discriminatedUnion('scaleType', [z.strictObject({ scaleType: z.literal('Default') }), ownScaling])
    .nullish(),
  requestSettings: requestSettings.nullish().transform((value) => value ?? requestSettings.parse({})),
  modelMountPath: text,
  appInsightsEnabled: z.boolean().default(false),
  livenessProbe: probe.nullish().transform((value) => value ?? probeDefault()),
  readinessProbe: probe.nullish().transform((value) => value ?? probeDefault()),
  instanceType: text,
  model: text,
  egressPublicNetworkAccess: z.enum(['Enabled', 'Disabled']).default('Enabled'),
  dataCollector: z
    .strictObject({
      collections: z.record(z.string(), collection),
      rollingRate: z.enum(['Year', 'Month', 'Day', 'Hour', 'Minute']).optional(),
      requestLogging: z.strictObject({ captureHeaders: z.array(z.string()).nullish() }).optional(),
    })
    .nullish(),
  // Of Kubernetes only: refused elsewhere.
  containerResourceRequirements: z
    .strictObject({ containerResourceRequests: amounts, containerResourceLimits: amounts })
    .nullish(),
};

export const deploymentBody = tracked(z.strictObject(deploymentProperties));
/** The newest description adds the startup probe. */
export const deploymentBody2026 = tracked(
  z.strictObject({ ...deploymentProperties, startupProbe: probe.nullish() }),
);

export const deploymentPatch = z.strictObject({
  tags: z.record(z.string(), z.string()).optional(),
  sku: z.strictObject({ name: z.string().optional(), ...skuFields }).optional(),
});

export const regenerateKeysBody = z.strictObject({
  keyType: z.enum(['Primary', 'Secondary']),
  keyValue: text,
});

export const logsBody = z.strictObject({
  containerType: z.enum(['InferenceServer', 'StorageInitializer']).default('InferenceServer'),
  tail: z.int().min(0).nullish(),
});

export type EndpointRequest = z.infer<typeof endpointBody>;
export type DeploymentRequest = z.infer<typeof deploymentBody2026>;
