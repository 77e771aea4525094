// Keys of online endpoints and deployments.
import { common, inNoRequest, keysOf, type YamlKey } from './yaml-key.ts';

const duration = 'seconds, as an ISO 8601 duration';
const milliseconds = 'milliseconds, as an ISO 8601 duration';

const probe = (name: string, to: string) => ({
  [`${name}.period`]: [`properties.${to}.period`, duration] as const,
  [`${name}.initial_delay`]: [`properties.${to}.initialDelay`, duration] as const,
  [`${name}.timeout`]: [`properties.${to}.timeout`, duration] as const,
  [`${name}.success_threshold`]: `properties.${to}.successThreshold`,
  [`${name}.failure_threshold`]: `properties.${to}.failureThreshold`,
});

const amounts = (name: string, to: string) =>
  Object.fromEntries(
    [
      ['cpu', 'cpu'],
      ['memory', 'memory'],
      ['nvidia.com/gpu', 'gpu'],
    ].map(([key = '', at = '']) => [
      `resources.${name}.${key}`,
      [
        `properties.containerResourceRequirements.${to}.${at}`,
        'on Kubernetes; a managed deployment has its `instance_type`',
      ] as const,
    ]),
  );

const onKubernetes = 'on Kubernetes; Azure Monitor scales a managed deployment';

export const onlineKeys: readonly YamlKey[] = [
  inNoRequest('online endpoint', '$schema', 'says which kind of file it is; another kind is refused'),
  ...keysOf(
    'online endpoint',
    'create-endpoint',
  )({
    ...common,
    name: ['path', 'the same as `endpoint_name` of the deployment'],
    auth_mode: ['properties.authMode', '`key`, `aml_token` or `aad_token`; left out: `Key`'],
    location: ['location', "left out: the workspace's region"],
    'identity.type': ['identity.type', 'left out: `SystemAssigned`'],
    'identity.user_assigned_identities': ['identity.userAssignedIdentities', 'as the keys of a map'],
    public_network_access: 'properties.publicNetworkAccess',
    compute: [
      'properties.compute',
      'the ARM id of the attached cluster; on Kubernetes only, and required there',
    ],
  }),
  ...keysOf(
    'online endpoint',
    'move-traffic',
  )({
    traffic: [
      'properties.traffic',
      'the whole split, once the deployment has answered; left out: it stays as it is',
    ],
    mirror_traffic: ['properties.mirrorTraffic', 'one deployment, at most 50'],
  }),
  inNoRequest('online deployment', '$schema', 'says managed or Kubernetes; another kind of file is refused'),
  ...keysOf(
    'online deployment',
    'create-deployment',
  )({
    ...common,
    name: 'path',
    endpoint_name: 'path',
    type: ['properties.endpointComputeType', 'left out: what `$schema` says, else `Managed`'],
    location: ['location', "left out: the workspace's region"],
    model: [
      'properties.model',
      'an id; one that is defined here, or a path, is uploaded and registered first',
    ],
    'code_configuration.code': ['properties.codeConfiguration.codeId', 'an id; a folder is uploaded first'],
    'code_configuration.scoring_script': 'properties.codeConfiguration.scoringScript',
    environment: ['properties.environmentId', 'an id; one that is defined here is registered first'],
    environment_variables: ['properties.environmentVariables', 'numbers and booleans as texts'],
    instance_type: 'properties.instanceType',
    instance_count: ['sku.capacity', 'left out: 1'],
    app_insights_enabled: 'properties.appInsightsEnabled',
    model_mount_path: 'properties.modelMountPath',
    'scale_settings.type': ['properties.scaleSettings.scaleType', '`target_utilization` on Kubernetes only'],
    'scale_settings.min_instances': ['properties.scaleSettings.minInstances', onKubernetes],
    'scale_settings.max_instances': ['properties.scaleSettings.maxInstances', onKubernetes],
    'scale_settings.polling_interval': ['properties.scaleSettings.pollingInterval', duration],
    'scale_settings.target_utilization_percentage': [
      'properties.scaleSettings.targetUtilizationPercentage',
      onKubernetes,
    ],
    'request_settings.request_timeout_ms': [
      'properties.requestSettings.requestTimeout',
      `${milliseconds}; at most 180000 on managed, 300000 on Kubernetes`,
    ],
    'request_settings.max_concurrent_requests_per_instance':
      'properties.requestSettings.maxConcurrentRequestsPerInstance',
    'request_settings.max_queue_wait_ms': ['properties.requestSettings.maxQueueWait', milliseconds],
    ...probe('liveness_probe', 'livenessProbe'),
    ...probe('readiness_probe', 'readinessProbe'),
    egress_public_network_access: ['properties.egressPublicNetworkAccess', 'on managed only'],
    'data_collector.collections.*.enabled': [
      'properties.dataCollector.collections.*.dataCollectionMode',
      '`Enabled` or `Disabled`; left out: `Enabled`',
    ],
    'data_collector.collections.*.data': [
      'properties.dataCollector.collections.*.dataId',
      'the id of a registered data asset; one that would have to be made is refused',
    ],
    'data_collector.collections.*.sampling_rate': 'properties.dataCollector.collections.*.samplingRate',
    'data_collector.collections.*.client_id': 'properties.dataCollector.collections.*.clientId',
    'data_collector.sampling_rate': [
      'properties.dataCollector.collections.*.samplingRate',
      'of every collection that has none of its own',
    ],
    'data_collector.rolling_rate': ['properties.dataCollector.rollingRate', 'with a capital'],
    'data_collector.request_logging.capture_headers':
      'properties.dataCollector.requestLogging.captureHeaders',
    ...amounts('requests', 'containerResourceRequests'),
    ...amounts('limits', 'containerResourceLimits'),
  }),
];
