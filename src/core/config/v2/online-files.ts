// Online endpoints and deployments in the files of `az ml` v2, managed and on Kubernetes.
import * as z from 'zod';
import type { ConfigDocument } from '../document.ts';
import { invalidKey } from '../origin.ts';
import { checkEnvironment, inlineEnvironment, inlineModel } from './assets.ts';
import {
  common,
  count,
  network,
  oneOf,
  readYamlDocument,
  yamlFrom,
  share,
  text,
  texts,
  version,
  whole,
  type YamlFile,
} from './yaml-file.ts';

export const identitySchema = z.strictObject({
  type: oneOf(['system_assigned', 'user_assigned', 'none']),
  user_assigned_identities: z.array(z.union([text, z.looseObject({ resource_id: text })])).optional(),
});

export const onlineEndpointSchema = z.strictObject({
  ...common,
  name: text,
  auth_mode: oneOf(['key', 'aml_token', 'aad_token']).optional(),
  location: text.optional(),
  identity: identitySchema.optional(),
  traffic: z.record(z.string(), share).optional(),
  mirror_traffic: z.record(z.string(), share).optional(),
  public_network_access: network.optional(),
  compute: text.optional(),
});

const probe = z.strictObject({
  period: count.optional(),
  initial_delay: whole.min(0).optional(),
  timeout: count.optional(),
  success_threshold: count.optional(),
  failure_threshold: count.optional(),
});

const scale = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('default') }),
  z.strictObject({
    type: z.literal('target_utilization'),
    min_instances: count.optional(),
    max_instances: count.optional(),
    polling_interval: count.optional(),
    target_utilization_percentage: share.optional(),
  }),
]);

const amounts = z.strictObject({
  cpu: z.union([text, z.number().transform(String)]).optional(),
  memory: text.optional(),
  'nvidia.com/gpu': z.union([text, z.number().transform(String)]).optional(),
});

const collection = z.strictObject({
  enabled: z.union([z.boolean(), text]).optional(),
  data: z
    .union([
      text,
      z.strictObject({ name: text.optional(), version: version.optional(), path: text.optional() }),
    ])
    .optional(),
  sampling_rate: z.number().min(0).max(1).optional(),
  client_id: text.optional(),
});

export const onlineDeploymentSchema = z.strictObject({
  ...common,
  name: text,
  endpoint_name: text,
  type: oneOf(['managed', 'kubernetes']).optional(),
  model: z.union([text, inlineModel]).optional(),
  code_configuration: z.strictObject({ code: text, scoring_script: text }).optional(),
  environment: z.union([text, inlineEnvironment]).optional(),
  environment_variables: texts.optional(),
  instance_type: text.optional(),
  instance_count: count.optional(),
  app_insights_enabled: z.boolean().optional(),
  model_mount_path: text.optional(),
  scale_settings: scale.optional(),
  request_settings: z
    .strictObject({
      request_timeout_ms: count.optional(),
      max_concurrent_requests_per_instance: count.optional(),
      max_queue_wait_ms: count.optional(),
    })
    .optional(),
  liveness_probe: probe.optional(),
  readiness_probe: probe.optional(),
  egress_public_network_access: network.optional(),
  data_collector: z
    .strictObject({
      collections: z.record(z.string(), collection),
      sampling_rate: z.number().min(0).max(1).optional(),
      rolling_rate: oneOf(['year', 'month', 'day', 'hour', 'minute']).optional(),
      request_logging: z.strictObject({ capture_headers: z.array(text) }).optional(),
    })
    .optional(),
  resources: z.strictObject({ requests: amounts.optional(), limits: amounts.optional() }).optional(),
  location: text.optional(),
});

export type OnlineEndpointYaml = z.infer<typeof onlineEndpointSchema>;
export type OnlineDeploymentYaml = z.infer<typeof onlineDeploymentSchema>;

/** A mirror copies at most this share of the requests (the service's limit). */
const maxMirror = 50;

function onlineEndpointYamlFrom(document: ConfigDocument): YamlFile<OnlineEndpointYaml> {
  const kinds = ['managedOnlineEndpoint', 'kubernetesOnlineEndpoint', 'onlineEndpoint'];
  const read = yamlFrom(onlineEndpointSchema, document, kinds);
  const { traffic = {}, mirror_traffic: mirror = {} } = read.value;
  const sum = Object.values(traffic).reduce((total, part) => total + part, 0);
  if (sum !== 0 && sum !== 100)
    throw invalidKey(read.origin, 'traffic', `must add up to 100, and it is ${sum}`);
  const mirrored = Object.values(mirror);
  if (mirrored.length > 1) throw invalidKey(read.origin, 'mirror_traffic', 'must name one deployment');
  if ((mirrored[0] ?? 0) > maxMirror)
    throw invalidKey(read.origin, 'mirror_traffic', `must be at most ${maxMirror}`);
  return read;
}

/** Longest request, in milliseconds (how-to-manage-quotas). */
const maxTimeout = { managed: 180_000, kubernetes: 300_000 } as const;

export function onlineDeploymentYamlFrom(document: ConfigDocument): YamlFile<OnlineDeploymentYaml> {
  const kinds = ['managedOnlineDeployment', 'kubernetesOnlineDeployment', 'onlineDeployment'];
  const read = yamlFrom(onlineDeploymentSchema, document, kinds);
  const { value, origin } = read;
  const named = (value.$schema ?? '').includes('kubernetesOnline') ? 'kubernetes' : 'managed';
  const type = value.type ?? named;
  if (typeof value.environment === 'object') checkEnvironment(value.environment, origin, 'environment.');
  const timeout = value.request_settings?.request_timeout_ms;
  if (timeout !== undefined && timeout > maxTimeout[type])
    throw invalidKey(origin, 'request_settings.request_timeout_ms', `must be at most ${maxTimeout[type]}`);
  if (type === 'managed' && value.instance_type === undefined)
    throw invalidKey(origin, 'instance_type', 'is required');
  const foreign = type === 'managed' ? ('resources' as const) : ('egress_public_network_access' as const);
  if (value[foreign] !== undefined) throw invalidKey(origin, foreign, `is not known on ${type} deployments`);
  const scaling = value.scale_settings;
  if (scaling?.type === 'target_utilization' && type === 'managed')
    throw invalidKey(
      origin,
      'scale_settings',
      "must be 'default': Azure Monitor scales a managed deployment",
    );
  return { ...read, value: { ...value, type } };
}

export const parseOnlineEndpointYaml = (content: string, file: string): YamlFile<OnlineEndpointYaml> =>
  onlineEndpointYamlFrom(readYamlDocument(content, file));

export const parseOnlineDeploymentYaml = (content: string, file: string): YamlFile<OnlineDeploymentYaml> =>
  onlineDeploymentYamlFrom(readYamlDocument(content, file));
