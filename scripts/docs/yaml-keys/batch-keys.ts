// Keys of batch endpoints and deployments.
import { common, inNoRequest, keysOf, type YamlKey } from './yaml-key.ts';

/** Newer files have these below `settings`, older ones at the root; a key stands in one of the two. */
const settings = {
  mini_batch_size: 'properties.miniBatchSize',
  max_concurrency_per_instance: 'properties.maxConcurrencyPerInstance',
  error_threshold: ['properties.errorThreshold', '-1: no failure ends the job'],
  'retry_settings.max_retries': 'properties.retrySettings.maxRetries',
  'retry_settings.timeout': ['properties.retrySettings.timeout', 'seconds, as an ISO 8601 duration'],
  output_action: ['properties.outputAction', '`AppendRow` or `SummaryOnly`'],
  output_file_name: 'properties.outputFileName',
  logging_level: ['properties.loggingLevel', 'with a capital'],
  environment_variables: ['properties.environmentVariables', 'numbers and booleans as texts'],
} as const;

const below = <T>(rows: Readonly<Record<string, T>>) =>
  Object.fromEntries(Object.entries(rows).map(([key, row]) => [`settings.${key}`, row] as const));

const pipeline = 'refused: a pipeline is no model';

export const batchKeys: readonly YamlKey[] = [
  inNoRequest('batch endpoint', '$schema', 'says which kind of file it is; another kind is refused'),
  ...keysOf(
    'batch endpoint',
    'create-endpoint',
  )({
    ...common,
    name: ['path', 'the same as `endpoint_name` of the deployment'],
    auth_mode: ['properties.authMode', '`aad_token` only; left out: the same'],
    location: ['location', "left out: the workspace's region"],
    'identity.type': ['identity.type', 'left out: `SystemAssigned`'],
    'identity.user_assigned_identities': ['identity.userAssignedIdentities', 'as the keys of a map'],
  }),
  ...keysOf(
    'batch endpoint',
    'set-default',
  )({
    'defaults.deployment_name': [
      'properties.defaults.deploymentName',
      'left out: the deployment, where jobs run nothing so far',
    ],
  }),
  inNoRequest('batch deployment', '$schema', 'says which kind of file it is; another kind is refused'),
  inNoRequest('batch deployment', 'type', '`model`; `pipeline` is refused'),
  inNoRequest('batch deployment', 'component', pipeline),
  inNoRequest('batch deployment', 'job_definition', pipeline),
  ...keysOf(
    'batch deployment',
    'create-deployment',
  )({
    ...common,
    name: 'path',
    endpoint_name: 'path',
    location: ['location', "left out: the workspace's region"],
    model: [
      'properties.model.assetId',
      'an id; one that is defined here, or a path, is uploaded and registered first',
    ],
    'code_configuration.code': ['properties.codeConfiguration.codeId', 'an id; a folder is uploaded first'],
    'code_configuration.scoring_script': 'properties.codeConfiguration.scoringScript',
    environment: ['properties.environmentId', 'an id; one that is defined here is registered first'],
    compute: ['properties.compute', 'the ARM id of the cluster; required'],
    'resources.instance_count': 'properties.resources.instanceCount',
    'resources.instance_type': 'properties.resources.instanceType',
    'settings.instance_count': ['properties.resources.instanceCount', 'where `resources` says nothing'],
    ...settings,
    ...below(settings),
  }),
];
