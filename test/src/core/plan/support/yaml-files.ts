// Files of `az ml` v2 with every key, for the tests and the conformance check. Sampling rates are whole, because the JSON
// Schema of 2026-05-01 has no fractions at all (the description of 2024-04-01 has).
import {
  parseBatchDeploymentYaml,
  parseBatchEndpointYaml,
} from '../../../../../src/core/config/v2/batch-files.ts';
import {
  parseOnlineDeploymentYaml,
  parseOnlineEndpointYaml,
} from '../../../../../src/core/config/v2/online-files.ts';
import { deploymentKind } from '../../../../../src/core/config/v2/deployment-kind.ts';
import { readYamlDocument } from '../../../../../src/core/config/v2/yaml-file.ts';
import type { Plan, WhatIsThere } from '../../../../../src/core/plan/plan.ts';
import { planYamlFiles } from '../../../../../src/core/plan/v2/plan-files.ts';
import type { YamlDeployment, YamlPlanInput } from '../../../../../src/core/plan/v2/yaml-deployment.ts';
import { nothingThere, workspace } from './plan-input.ts';

const schemas = 'https://azuremlschemas.azureedge.net/latest';

export const managedEndpoint = `$schema: ${schemas}/managedOnlineEndpoint.schema.json
name: fraud
description: scores claims
auth_mode: key
tags: { team: ml, cost: 7 }
identity:
  type: user_assigned
  user_assigned_identities:
    - /subscriptions/s/resourceGroups/g/providers/Microsoft.ManagedIdentity/userAssignedIdentities/i
public_network_access: disabled
traffic: { blue: 90, green: 10 }
mirror_traffic: { green: 10 }
`;

export const managedDeployment = `$schema: ${schemas}/managedOnlineDeployment.schema.json
name: green
endpoint_name: fraud
model: azureml:fraud:7
code_configuration: { code: ../src, scoring_script: score.py }
environment:
  image: mcr.microsoft.com/azureml/openmpi4.1.0-ubuntu22.04:latest
  conda_file: ./conda.yml
environment_variables: { MODE: fast, WORKERS: 2 }
instance_type: Standard_DS3_v2
instance_count: 2
app_insights_enabled: true
model_mount_path: /models
egress_public_network_access: disabled
request_settings: { request_timeout_ms: 90000, max_concurrent_requests_per_instance: 3, max_queue_wait_ms: 500 }
liveness_probe: { period: 10, initial_delay: 310, timeout: 2, success_threshold: 1, failure_threshold: 3 }
readiness_probe: { period: 5 }
data_collector:
  collections:
    request: { enabled: true, sampling_rate: 1 }
    response: { enabled: "False" }
  rolling_rate: hour
  request_logging: { capture_headers: [x-trace] }
tags: { team: ml }
properties: { a: b }
`;

const kubernetesEndpoint = `$schema: ${schemas}/kubernetesOnlineEndpoint.schema.json
name: fraud
auth_mode: aml_token
compute: azureml:k8s
`;

export const kubernetesDeployment = `$schema: ${schemas}/kubernetesOnlineDeployment.schema.json
name: blue
endpoint_name: fraud
model: { path: ./model, type: mlflow_model, version: 1.10 }
environment: azureml:score@latest
instance_type: gpu
scale_settings: { type: target_utilization, min_instances: 1, max_instances: 5, polling_interval: 10, target_utilization_percentage: 60 }
resources:
  requests: { cpu: "0.1", memory: 0.2Gi, nvidia.com/gpu: 1 }
  limits: { cpu: 0.5, memory: 1Gi, nvidia.com/gpu: 1 }
`;

export const batchEndpoint = `$schema: ${schemas}/batchEndpoint.schema.json
name: fraud-batch
auth_mode: aad_token
defaults: { deployment_name: nightly }
`;

export const batchDeployment = `$schema: ${schemas}/modelBatchDeployment.schema.json
name: nightly
endpoint_name: fraud-batch
model: azureml://registries/shared/models/fraud/versions/7
code_configuration: { code: azureml:code:1, scoring_script: batch.py }
environment: { build: { path: ./docker, dockerfile_path: Dockerfile }, inference_config: { liveness_route: { path: /live, port: 80 }, readiness_route: { path: /ready, port: 80 }, scoring_route: { path: /score, port: 80 } } }
compute: azureml:cpu-cluster
resources: { instance_count: 2 }
settings:
  mini_batch_size: 10
  max_concurrency_per_instance: 2
  error_threshold: -1
  retry_settings: { max_retries: 3, timeout: 30 }
  output_action: append_row
  output_file_name: scores.csv
  logging_level: info
  environment_variables: { MODE: fast }
`;

const local = (path: string) => [{ path, size: 1, sha256: 'aa' }];

export const around: Omit<YamlPlanInput, 'files' | 'service'> = {
  workspace,
  labels: { 'azureml:score@latest': '4' },
  lineage: { 'azureml-release.release': 'Release-12' },
  code: local('score.py'),
  model: local('MLmodel'),
  modelIsFile: false,
  context: local('Dockerfile'),
  condaText: 'dependencies: []\n',
};

export interface YamlTexts {
  /** Absent: the endpoint has no file. */
  readonly endpoint?: string;
  readonly deployment: string;
}

export function yamlDeployment({ endpoint, deployment }: YamlTexts): YamlDeployment {
  if (deploymentKind(readYamlDocument(deployment, 'deployment.yml')) === 'batch')
    return {
      kind: 'batch',
      deployment: parseBatchDeploymentYaml(deployment, 'deployment.yml'),
      ...(endpoint !== undefined && { endpoint: parseBatchEndpointYaml(endpoint, 'endpoint.yml') }),
    };
  return {
    kind: 'online',
    deployment: parseOnlineDeploymentYaml(deployment, 'deployment.yml'),
    ...(endpoint !== undefined && { endpoint: parseOnlineEndpointYaml(endpoint, 'endpoint.yml') }),
  };
}

export function planOfYaml(
  texts: YamlTexts,
  now: WhatIsThere = nothingThere,
  more: Partial<YamlPlanInput> = {},
): Plan {
  const files = yamlDeployment(texts);
  return planYamlFiles({ ...around, service: files.deployment.value.endpoint_name, ...more, files }, now);
}

export const managed: YamlTexts = { endpoint: managedEndpoint, deployment: managedDeployment };
export const kubernetes: YamlTexts = { endpoint: kubernetesEndpoint, deployment: kubernetesDeployment };
export const batch: YamlTexts = { endpoint: batchEndpoint, deployment: batchDeployment };

/** One plan of each kind, from nothing. */
export const yamlPlans = (): readonly Plan[] =>
  [managed, kubernetes, batch].map((texts) => planOfYaml(texts));
