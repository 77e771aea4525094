// The requests that the files of `az ml` v2 stand for: online endpoints and deployments.
import type { OnlineDeploymentYaml, OnlineEndpointYaml } from '../../config/v2/online-files.ts';
import { isoDuration } from '../../deploy/online-body.ts';
import { given } from '../../given.ts';
import { workspacePath, type Workspace } from '../../workspace.ts';
import type { DeploymentIds } from './yaml-assets.ts';

const authModes = { key: 'Key', aml_token: 'AMLToken', aad_token: 'AADToken' } as const;
const access = { enabled: 'Enabled', disabled: 'Disabled' } as const;
const identities = {
  system_assigned: 'SystemAssigned',
  user_assigned: 'UserAssigned',
  none: 'None',
} as const;

const seconds = (value: number | undefined) => (value === undefined ? undefined : isoDuration(value * 1000));
const milliseconds = (value: number | undefined) => (value === undefined ? undefined : isoDuration(value));

export function identityBody(identity: OnlineEndpointYaml['identity']): object {
  if (identity === undefined) return { type: 'SystemAssigned' };
  const assigned = identity.user_assigned_identities?.map((one) =>
    typeof one === 'string' ? one : one.resource_id,
  );
  return {
    type: identities[identity.type],
    ...(assigned && { userAssignedIdentities: Object.fromEntries(assigned.map((id) => [id, {}])) }),
  };
}

/** A name, `azureml:name` or a whole id. */
export const computeId = (compute: string, workspace: Workspace): string => {
  const name = compute.replace(/^azureml:/i, '');
  return name.startsWith('/') ? name : `${workspacePath(workspace)}/computes/${name}`;
};

/** Without traffic: the endpoint is put before its deployments. */
export function onlineEndpointRequest(
  yaml: OnlineEndpointYaml,
  { workspace, location }: { readonly workspace: Workspace; readonly location: string },
) {
  return {
    location: yaml.location ?? location,
    ...given({ tags: yaml.tags }),
    identity: identityBody(yaml.identity),
    properties: {
      authMode: authModes[yaml.auth_mode ?? 'key'],
      ...given({
        description: yaml.description,
        properties: yaml.properties,
        compute: yaml.compute === undefined ? undefined : computeId(yaml.compute, workspace),
        publicNetworkAccess: yaml.public_network_access && access[yaml.public_network_access],
      }),
    },
  };
}

function probe(yaml: OnlineDeploymentYaml['liveness_probe']): object | undefined {
  return (
    yaml &&
    given({
      period: seconds(yaml.period),
      initialDelay: seconds(yaml.initial_delay),
      timeout: seconds(yaml.timeout),
      successThreshold: yaml.success_threshold,
      failureThreshold: yaml.failure_threshold,
    })
  );
}

function scaleSettings(yaml: OnlineDeploymentYaml['scale_settings']): object | undefined {
  if (yaml === undefined) return undefined;
  if (yaml.type === 'default') return { scaleType: 'Default' };
  return {
    scaleType: 'TargetUtilization',
    ...given({
      minInstances: yaml.min_instances,
      maxInstances: yaml.max_instances,
      pollingInterval: seconds(yaml.polling_interval),
      targetUtilizationPercentage: yaml.target_utilization_percentage,
    }),
  };
}

type Collector = NonNullable<OnlineDeploymentYaml['data_collector']>;
const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);

function collectorBody(yaml: Collector, data: DeploymentIds['data']): object {
  const collections = Object.entries(yaml.collections).map(([name, one]) => {
    const isOn = one.enabled === undefined || /^true$/i.test(String(one.enabled));
    return [
      name,
      {
        dataCollectionMode: isOn ? 'Enabled' : 'Disabled',
        ...given({
          samplingRate: one.sampling_rate ?? yaml.sampling_rate,
          clientId: one.client_id,
          dataId: data?.[name],
        }),
      },
    ] as const;
  });
  return {
    collections: Object.fromEntries(collections),
    ...given({
      rollingRate: yaml.rolling_rate && capital(yaml.rolling_rate),
      requestLogging: yaml.request_logging && { captureHeaders: yaml.request_logging.capture_headers },
    }),
  };
}

type Amounts = NonNullable<OnlineDeploymentYaml['resources']>['requests'];
const amounts = (yaml: Amounts) =>
  yaml && given({ cpu: yaml.cpu, memory: yaml.memory, gpu: yaml['nvidia.com/gpu'] });

export function onlineDeploymentRequest(yaml: OnlineDeploymentYaml, location: string, ids: DeploymentIds) {
  const { request_settings: request, resources, code_configuration: code } = yaml;
  return {
    location: yaml.location ?? location,
    ...given({ tags: yaml.tags }),
    sku: { name: 'Default', capacity: yaml.instance_count ?? 1 },
    properties: {
      endpointComputeType: yaml.type === 'kubernetes' ? 'Kubernetes' : 'Managed',
      ...given({
        description: yaml.description,
        properties: yaml.properties,
        model: ids.model,
        environmentId: ids.environment,
        codeConfiguration:
          code && ids.code ? { codeId: ids.code, scoringScript: code.scoring_script } : undefined,
        environmentVariables: yaml.environment_variables,
        instanceType: yaml.instance_type,
        appInsightsEnabled: yaml.app_insights_enabled,
        modelMountPath: yaml.model_mount_path,
        scaleSettings: scaleSettings(yaml.scale_settings),
        requestSettings:
          request &&
          given({
            requestTimeout: milliseconds(request.request_timeout_ms),
            maxConcurrentRequestsPerInstance: request.max_concurrent_requests_per_instance,
            maxQueueWait: milliseconds(request.max_queue_wait_ms),
          }),
        livenessProbe: probe(yaml.liveness_probe),
        readinessProbe: probe(yaml.readiness_probe),
        egressPublicNetworkAccess:
          yaml.egress_public_network_access && access[yaml.egress_public_network_access],
        dataCollector: yaml.data_collector && collectorBody(yaml.data_collector, ids.data),
        containerResourceRequirements:
          resources &&
          given({
            containerResourceRequests: amounts(resources.requests),
            containerResourceLimits: amounts(resources.limits),
          }),
      }),
    },
  };
}
