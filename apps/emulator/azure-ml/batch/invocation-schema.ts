// The body that starts a job: BatchJobResource of the data plane, as the Python SDK sends it and the how-to pages write it.
import { z } from 'zod';
import { pairs } from '../assets/asset-schemas.ts';
import { text } from '../endpoints/endpoint-schemas.ts';
import { mlErrors, parseBody } from '../ml-error.ts';
import { retrySettings, runSettings } from './batch-schemas.ts';

const input = z.discriminatedUnion('jobInputType', [
  z.strictObject({
    jobInputType: z.literal('UriFolder'),
    uri: z.string().min(1),
    mode: text,
    description: text,
  }),
  z.strictObject({
    jobInputType: z.literal('UriFile'),
    uri: z.string().min(1),
    mode: text,
    description: text,
  }),
  z.strictObject({
    jobInputType: z.literal('MLTable'),
    uri: z.string().min(1),
    mode: text,
    description: text,
  }),
  z.strictObject({ jobInputType: z.literal('Literal'), value: z.unknown() }),
]);

const output = z.strictObject({
  jobOutputType: z.literal('UriFile'),
  uri: text,
  mode: text,
  description: text,
});

const settings = {
  errorThreshold: runSettings.errorThreshold.unwrap().optional(),
  miniBatchSize: runSettings.miniBatchSize.unwrap().optional(),
  maxConcurrencyPerInstance: runSettings.maxConcurrencyPerInstance.unwrap().optional(),
  loggingLevel: runSettings.loggingLevel.unwrap().optional(),
  outputFileName: runSettings.outputFileName.unwrap().optional(),
};

const jobBody = z.strictObject({
  properties: z.strictObject({
    inputData: z.record(z.string(), input),
    outputData: z.record(z.string(), output).nullish(),
    compute: z.strictObject({ instanceCount: z.int().min(1).nullish() }).nullish(),
    retrySettings: retrySettings.nullish(),
    name: text,
    description: text,
    tags: z.record(z.string(), z.string()).nullish(),
    properties: pairs,
    ...settings,
  }),
});

export type BatchJobRequest = z.infer<typeof jobBody>['properties'];

const lowered = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(
        Object.entries(value).map(([name, inner]) => [
          `${name.charAt(0).toLowerCase()}${name.slice(1)}`,
          inner,
        ]),
      )
    : value;

const each = (value: unknown): unknown =>
  typeof value === 'object' && value !== null
    ? Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, lowered(inner)]))
    : value;

/** The how-to pages begin property names with capitals, the SDK does not: the service takes both. */
function inOneCase(body: unknown): unknown {
  const outer = lowered(body) as { properties?: unknown } | undefined;
  const properties = lowered(outer?.properties) as Record<string, unknown> | undefined;
  if (typeof properties !== 'object') return outer;
  const { inputData, outputData, ...rest } = properties;
  const data = { inputData: each(inputData), outputData: each(outputData) };
  return {
    ...outer,
    properties: {
      ...rest,
      ...Object.fromEntries(Object.entries(data).filter(([, value]) => value !== undefined)),
    },
  };
}

/**
 * Reads what a job of a model deployment takes: exactly one input of files, at most one output.
 *
 * @throws ArmError 400, or 501 for inputs that exist in Azure and are not emulated
 */
export function readJob(body: unknown): BatchJobRequest {
  const { properties } = parseBody(jobBody, inOneCase(body));
  const inputs = Object.values(properties.inputData);
  if (inputs.length !== 1)
    throw mlErrors.badRequest(`A job of a model deployment takes exactly one input, not ${inputs.length}.`);
  if (Object.keys(properties.outputData ?? {}).length > 1)
    throw mlErrors.badRequest('A job of a model deployment has one output.');
  const [one] = inputs;
  if (one?.jobInputType === 'Literal')
    throw mlErrors.badRequest('Literal inputs are supported by pipeline component deployments only.');
  if (one?.jobInputType === 'MLTable') throw mlErrors.notEmulated('An input of the type MLTable');
  return properties;
}
