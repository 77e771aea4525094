// Request bodies of batch endpoints and deployments, with the service's defaults filled in.
import { z } from 'zod';
import {
  duration,
  endpointProperties,
  servingProperties,
  text,
  tracked,
} from '../endpoints/endpoint-schemas.ts';

export const batchEndpointBody = tracked(
  z.strictObject({
    ...endpointProperties,
    defaults: z.strictObject({ deploymentName: text }).nullish(),
  }),
);

const modelReference = z.discriminatedUnion('referenceType', [
  z.strictObject({ referenceType: z.literal('Id'), assetId: z.string().min(1) }),
  z.strictObject({ referenceType: z.literal('DataPath'), datastoreId: text, path: text }),
  z.strictObject({ referenceType: z.literal('OutputPath'), jobId: text, path: text }),
]);

export const retrySettings = z.strictObject({
  maxRetries: z.int().min(0).default(3),
  timeout: duration.default('PT30S'),
});

const resources = z.strictObject({
  instanceCount: z.int().min(1).default(1),
  instanceType: text,
  properties: z.record(z.string(), z.unknown()).nullish(),
});

/** What a job may set otherwise than its deployment. */
export const runSettings = {
  errorThreshold: z.int().min(-1).default(-1),
  miniBatchSize: z.int().min(1).default(10),
  maxConcurrencyPerInstance: z.int().min(1).default(1),
  loggingLevel: z.enum(['Info', 'Warning', 'Debug']).default('Info'),
  outputFileName: z.string().min(1).default('predictions.csv'),
};

export const batchDeploymentBody = tracked(
  z.strictObject({
    ...servingProperties,
    compute: text,
    model: modelReference.nullish(),
    ...runSettings,
    outputAction: z.enum(['AppendRow', 'SummaryOnly']).default('AppendRow'),
    retrySettings: retrySettings.nullish().transform((value) => value ?? retrySettings.parse({})),
    resources: resources.nullish().transform((value) => value ?? resources.parse({})),
    deploymentConfiguration: z.looseObject({ deploymentConfigurationType: z.string() }).nullish(),
  }),
);

export const batchDeploymentPatch = z.strictObject({
  tags: z.record(z.string(), z.string()).optional(),
  properties: z.strictObject({ description: text }).optional(),
});

export type BatchEndpointRequest = z.infer<typeof batchEndpointBody>;
export type BatchDeploymentRequest = z.infer<typeof batchDeploymentBody>;
