// Batch endpoints and deployments in the files of `az ml` v2.
import * as z from 'zod';
import type { ConfigDocument } from '../document.ts';
import { conflictingKeys, invalidKey, keyNotSupported } from '../origin.ts';
import { checkEnvironment, inlineEnvironment, inlineModel } from './assets.ts';
import { identitySchema } from './online-files.ts';
import {
  common,
  count,
  oneOf,
  readYamlDocument,
  yamlFrom,
  text,
  texts,
  whole,
  type YamlFile,
} from './yaml-file.ts';

export const batchEndpointSchema = z.strictObject({
  ...common,
  name: text,
  auth_mode: oneOf(['aad_token']).optional(),
  location: text.optional(),
  identity: identitySchema.optional(),
  defaults: z.strictObject({ deployment_name: text }).optional(),
});

/** Newer files have these below `settings`, older ones beside the name. */
const settings = {
  mini_batch_size: count.optional(),
  max_concurrency_per_instance: count.optional(),
  error_threshold: whole.min(-1, 'must be at least -1').optional(),
  retry_settings: z
    .strictObject({ max_retries: whole.min(0).optional(), timeout: count.optional() })
    .optional(),
  output_action: oneOf(['append_row', 'summary_only']).optional(),
  output_file_name: text.optional(),
  logging_level: oneOf(['debug', 'info', 'warning']).optional(),
  environment_variables: texts.optional(),
};

export const batchDeploymentSchema = z.strictObject({
  ...common,
  name: text,
  endpoint_name: text,
  type: oneOf(['model', 'pipeline']).optional(),
  model: z.union([text, inlineModel]).optional(),
  code_configuration: z.strictObject({ code: text, scoring_script: text }).optional(),
  environment: z.union([text, inlineEnvironment]).optional(),
  compute: text.optional(),
  resources: z.strictObject({ instance_count: count.optional(), instance_type: text.optional() }).optional(),
  ...settings,
  settings: z.strictObject({ ...settings, instance_count: count.optional() }).optional(),
  location: text.optional(),
  component: z.unknown().optional(),
  job_definition: z.unknown().optional(),
});

export type BatchEndpointYaml = z.infer<typeof batchEndpointSchema>;
export type BatchDeploymentYaml = z.infer<typeof batchDeploymentSchema>;

const batchEndpointYamlFrom = (document: ConfigDocument): YamlFile<BatchEndpointYaml> =>
  yamlFrom(batchEndpointSchema, document, ['batchEndpoint']);

export function batchDeploymentYamlFrom(document: ConfigDocument): YamlFile<BatchDeploymentYaml> {
  const read = yamlFrom(batchDeploymentSchema, document, ['batchDeployment', 'modelBatchDeployment']);
  const { value, origin } = read;
  for (const key of ['component', 'job_definition'] as const)
    if (value[key] !== undefined || value.type === 'pipeline')
      throw keyNotSupported(origin, value[key] === undefined ? 'type' : key, {
        reason: 'a pipeline is no model',
        instead: 'Deploy it with az ml, or deploy the model alone.',
      });
  for (const key of Object.keys(settings) as (keyof typeof settings)[])
    if (value[key] !== undefined && value.settings?.[key] !== undefined)
      throw conflictingKeys(origin, key, `settings.${key}`);
  if (value.compute === undefined) throw invalidKey(origin, 'compute', 'is required');
  if (typeof value.environment === 'object') checkEnvironment(value.environment, origin, 'environment.');
  return read;
}

export const parseBatchEndpointYaml = (content: string, file: string): YamlFile<BatchEndpointYaml> =>
  batchEndpointYamlFrom(readYamlDocument(content, file));

export const parseBatchDeploymentYaml = (content: string, file: string): YamlFile<BatchDeploymentYaml> =>
  batchDeploymentYamlFrom(readYamlDocument(content, file));
