// The request bodies that plans may hold, as schemas of our own: `npm run conformance` holds them against the official ones.
import * as z from 'zod';

const text = z.string().min(1);
const whole = z.number().int();
const duration = z.string().regex(/^P(?=.)(\d+D)?(T(?=.)(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?$/);
const texts = z.record(z.string(), z.string().nullable());
const tracked = { location: text, tags: texts.nullish(), identity: z.looseObject({ type: text }).nullish() };

const probe = z.looseObject({
  failureThreshold: whole.optional(),
  successThreshold: whole.optional(),
  timeout: duration.optional(),
  period: duration.optional(),
  initialDelay: duration.optional(),
});

const amounts = z.looseObject({ cpu: text.optional(), memory: text.optional(), gpu: text.optional() });

const scale = z.discriminatedUnion('scaleType', [
  z.looseObject({ scaleType: z.literal('Default') }),
  z.looseObject({
    scaleType: z.literal('TargetUtilization'),
    minInstances: whole.optional(),
    maxInstances: whole.optional(),
    pollingInterval: duration.optional(),
    targetUtilizationPercentage: whole.optional(),
  }),
]);

const onlineEndpointBody = z.looseObject({
  ...tracked,
  properties: z.looseObject({
    authMode: z.enum(['Key', 'AMLToken', 'AADToken']),
    compute: text.optional(),
    traffic: z.record(z.string(), whole.min(0).max(100)).optional(),
    publicNetworkAccess: z.enum(['Enabled', 'Disabled']).optional(),
  }),
});

const onlineDeploymentBody = z.looseObject({
  ...tracked,
  sku: z.looseObject({ name: text, capacity: whole.optional() }).nullish(),
  properties: z.looseObject({
    endpointComputeType: z.enum(['Managed', 'Kubernetes']),
    model: text.optional(),
    codeConfiguration: z.looseObject({ codeId: text.optional(), scoringScript: text }).optional(),
    environmentId: text.optional(),
    environmentVariables: texts.optional(),
    instanceType: text.optional(),
    scaleSettings: scale.optional(),
    appInsightsEnabled: z.boolean().optional(),
    requestSettings: z
      .looseObject({
        requestTimeout: duration.optional(),
        maxQueueWait: duration.optional(),
        maxConcurrentRequestsPerInstance: whole.optional(),
      })
      .optional(),
    livenessProbe: probe.optional(),
    readinessProbe: probe.optional(),
    containerResourceRequirements: z
      .looseObject({
        containerResourceRequests: amounts.optional(),
        containerResourceLimits: amounts.optional(),
      })
      .optional(),
  }),
});

const environmentBody = z.looseObject({
  properties: z.looseObject({
    image: text.optional(),
    condaFile: text.optional(),
    osType: z.enum(['Linux', 'Windows']).optional(),
    build: z.looseObject({ contextUri: text, dockerfilePath: text.optional() }).optional(),
  }),
});

const codeBody = z.looseObject({ properties: z.looseObject({ codeUri: text.optional() }) });

const batchEndpointBody = z.looseObject({
  ...tracked,
  properties: z.looseObject({
    authMode: z.enum(['Key', 'AMLToken', 'AADToken']),
    defaults: z.looseObject({ deploymentName: text }).optional(),
  }),
});

const batchDeploymentBody = z.looseObject({
  ...tracked,
  properties: z.looseObject({
    compute: text.optional(),
    model: z.looseObject({ referenceType: z.enum(['Id', 'DataPath', 'OutputPath']) }).optional(),
    resources: z.looseObject({ instanceCount: whole.optional(), instanceType: text.optional() }).optional(),
    miniBatchSize: z.number().optional(),
    maxConcurrencyPerInstance: whole.optional(),
    errorThreshold: whole.min(-1).optional(),
    retrySettings: z.looseObject({ maxRetries: whole.optional(), timeout: duration.optional() }).optional(),
    outputAction: z.enum(['AppendRow', 'SummaryOnly']).optional(),
    loggingLevel: z.enum(['Debug', 'Info', 'Warning']).optional(),
  }),
});

const containerPort = z.looseObject({ port: whole });

const containerGroupBody = z.looseObject({
  location: text.optional(),
  properties: z.looseObject({
    osType: z.enum(['Linux', 'Windows']),
    containers: z
      .array(
        z.looseObject({
          name: text,
          properties: z.looseObject({
            image: text,
            ports: z.array(containerPort).optional(),
            resources: z.looseObject({
              requests: z.looseObject({ cpu: z.number(), memoryInGB: z.number() }),
            }),
          }),
        }),
      )
      .min(1),
    ipAddress: z
      .looseObject({ type: z.enum(['Public', 'Private']), ports: z.array(containerPort) })
      .optional(),
    subnetIds: z.array(z.looseObject({ id: text })).optional(),
  }),
});

/** By the end of the request's path. */
export const bodySchemas: readonly (readonly [path: RegExp, schema: z.ZodType])[] = [
  [/\/onlineEndpoints\/[^/]+$/, onlineEndpointBody],
  [/\/onlineEndpoints\/[^/]+\/deployments\/[^/]+$/, onlineDeploymentBody],
  [/\/environments\/[^/]+\/versions\/[^/]+$/, environmentBody],
  [/\/codes\/[^/]+\/versions\/[^/]+$/, codeBody],
  [/\/batchEndpoints\/[^/]+$/, batchEndpointBody],
  [/\/batchEndpoints\/[^/]+\/deployments\/[^/]+$/, batchDeploymentBody],
  [/\/containerGroups\/[^/]+$/, containerGroupBody],
];
