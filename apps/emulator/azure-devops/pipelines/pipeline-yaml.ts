// The part of a pipeline's YAML that is emulated; a key it does not know is refused, as the service does.
import { parse } from 'yaml';
import { z } from 'zod';
import { invalidRequest } from '../rest/vss-error.ts';

/** YAML numbers and booleans stand for their text wherever the service wants a text. */
const scalar = z.union([z.string(), z.number(), z.boolean()]).transform(String);
const texts = z
  .record(
    z.string(),
    scalar.nullable().transform((value) => value ?? ''),
  )
  .default({});

const step = z
  .strictObject({
    task: z.string().optional(),
    script: z.string().optional(),
    downloadBuild: z.string().optional(),
    checkout: z.enum(['none', 'self']).optional(),
    inputs: texts,
    path: z.string().optional(),
    env: texts,
    name: z.string().optional(),
    displayName: scalar.optional(),
    condition: z.string().optional(),
    workingDirectory: z.string().optional(),
    continueOnError: z.boolean().default(false),
    enabled: z.boolean().default(true),
    timeoutInMinutes: z.number().nonnegative().default(0),
  })
  .refine(
    ({ task, script, downloadBuild, checkout }) =>
      [task, script, downloadBuild, checkout].filter((kind) => kind !== undefined).length === 1,
    'a step is one of task, script, downloadBuild, checkout',
  );

export type YamlStep = z.infer<typeof step>;

const variables = z
  .union([
    z.record(z.string(), scalar),
    z
      .array(z.strictObject({ name: z.string(), value: scalar }))
      .transform((list) => Object.fromEntries(list.map(({ name, value }) => [name, value]))),
  ])
  .default({});

const job = z.strictObject({
  job: z.string().default(''),
  displayName: z.string().optional(),
  condition: z.string().optional(),
  timeoutInMinutes: z.number().nonnegative().default(0),
  pool: z.unknown().optional(),
  variables,
  steps: z.array(step),
});

const webhookResource = z.strictObject({
  webhook: z.string().min(1),
  connection: z.string().min(1),
  type: z.string().optional(),
  filters: z.array(z.strictObject({ path: z.string().min(1), value: scalar })).default([]),
});

export type WebhookResource = z.infer<typeof webhookResource>;

/** Its keys depend on the artifact type: they are checked where that is known. */
const buildResource = z.record(z.string(), scalar);

const parameter = z.strictObject({
  name: z.string().min(1),
  displayName: z.string().optional(),
  type: z.enum(['string', 'number', 'boolean']).default('string'),
  default: scalar.optional(),
  values: z.array(scalar).optional(),
});

export type PipelineParameter = z.infer<typeof parameter>;

const pipelineYaml = z.strictObject({
  name: z.string().optional(),
  trigger: z.unknown().optional(),
  pr: z.unknown().optional(),
  pool: z.unknown().optional(),
  parameters: z.array(parameter).default([]),
  variables,
  resources: z
    .strictObject({
      builds: z.array(buildResource).default([]),
      webhooks: z.array(webhookResource).default([]),
    })
    .prefault({}),
  steps: z.array(step).optional(),
  jobs: z.array(job).optional(),
});

export type PipelineYaml = z.infer<typeof pipelineYaml>;
export type YamlJob = z.infer<typeof job>;

/** Throws VssError 400 when the text is not YAML. */
export function parseYaml(text: string): unknown {
  try {
    return parse(text) as unknown;
  } catch (error) {
    throw invalidRequest(
      `The YAML of the pipeline cannot be read: ${error instanceof Error ? error.message : ''}`,
    );
  }
}

/** Throws VssError 400 naming the place that the service (or this emulator) does not accept. */
export function readPipeline(tree: unknown): PipelineYaml {
  const read = pipelineYaml.safeParse(tree);
  if (!read.success)
    throw invalidRequest(`The YAML of the pipeline is not valid: ${z.prettifyError(read.error)}`);
  const { steps, jobs } = read.data;
  if ((steps === undefined) === (jobs === undefined))
    throw invalidRequest('The YAML of the pipeline is not valid: it needs either steps or jobs.');
  return read.data;
}

/** Steps at the top are one job without a name. */
export function jobsOf({ steps, jobs }: PipelineYaml): readonly YamlJob[] {
  return jobs ?? [{ job: '', timeoutInMinutes: 0, pool: undefined, variables: {}, steps: steps ?? [] }];
}
