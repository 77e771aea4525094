// Request bodies of online endpoints and deployments, with the service's defaults filled in.
import { z } from 'zod';
import { pairs } from '../assets/asset-schemas.ts';

export const readOnly = z.unknown().optional();
export const text = z.string().nullish();

export const identity = z.strictObject({
  type: z.enum(['None', 'SystemAssigned', 'UserAssigned', 'SystemAssigned,UserAssigned']),
  userAssignedIdentities: z.record(z.string(), z.looseObject({})).nullish(),
  principalId: readOnly,
  tenantId: readOnly,
});

const skuFields = {
  tier: z.enum(['Free', 'Basic', 'Standard', 'Premium']).optional(),
  size: z.string().optional(),
  family: z.string().optional(),
  capacity: z.int().optional(),
};
const sku = z.strictObject({ name: z.string(), ...skuFields });

/** The envelope of a tracked resource. */
export function tracked<T extends z.ZodType>(properties: T) {
  return z.strictObject({
    id: readOnly,
    name: readOnly,
    type: readOnly,
    systemData: readOnly,
    location: z.string().min(1),
    tags: z.record(z.string(), z.string()).nullish(),
    kind: z.string().nullish(),
    identity: identity.optional(),
    sku: sku.nullish(),
    properties,
  });
}

const traffic = z.record(z.string(), z.int()).nullish();

export const endpointBody = tracked(
  z.strictObject({
    description: text,
    properties: pairs,
    authMode: z.enum(['Key', 'AMLToken', 'AADToken']),
    compute: text,
    publicNetworkAccess: z.enum(['Enabled', 'Disabled']).default('Enabled'),
    traffic,
    mirrorTraffic: traffic,
    keys: z.strictObject({ primaryKey: text, secondaryKey: text }).nullish(),
    scoringUri: readOnly,
    swaggerUri: readOnly,
    provisioningState: readOnly,
  }),
);

export const endpointPatch = z.strictObject({
  tags: z.record(z.string(), z.string()).optional(),
  identity: identity.optional(),
});

export const duration = z
  .string()
  .regex(/^PT(?=\d)(\d+H)?(\d+M)?(\d+(\.\d+)?S)?$/, 'is not an ISO 8601 duration like PT5S');

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
  endpointComputeType: z.enum(['Managed', 'Kubernetes', 'AzureMLCompute']),
  description: text,
  properties: pairs,
  codeConfiguration: z
    .strictObject({ codeId: text, scoringScript: z.string().regex(/[a-zA-Z0-9_]/) })
    .nullish(),
  environmentId: text,
  environmentVariables: pairs,
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
  provisioningState: readOnly,
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

/** Milliseconds of a duration that the schemas let through. */
export function durationMs(text: string): number {
  const [, hours = '0', minutes = '0', seconds = '0'] =
    /^PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?$/.exec(text) ?? [];
  return (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) * 1000;
}
