// The batch deployment that files of `az ml` v2 want, in the terms that v1's files are compiled to.
import { invalidKey } from '../../config/origin.ts';
import type { BatchDeploymentYaml, BatchEndpointYaml } from '../../config/v2/batch-files.ts';
import type { YamlFile } from '../../config/v2/yaml-file.ts';
import type { DesiredEndpoint } from '../../deploy/endpoint-steps.ts';
import { checkDeploymentName, checkEndpointName } from '../../deploy/names.ts';
import { given } from '../../given.ts';
import type { WhatIsThere } from '../plan.ts';
import type { DesiredBatch } from '../targets/batch-steps.ts';
import { batchDeploymentRequest, batchEndpointRequest } from './batch-requests.ts';
import { tagged } from './tagged.ts';
import { yamlAssets } from './yaml-assets.ts';
import type { YamlPlanInput } from './yaml-deployment.ts';

export interface BatchFiles {
  readonly endpoint?: YamlFile<BatchEndpointYaml>;
  readonly deployment: YamlFile<BatchDeploymentYaml>;
}

function desiredEndpoint({ endpoint }: BatchFiles, name: string, location: string): DesiredEndpoint {
  if (endpoint === undefined)
    return { name, body: batchEndpointRequest({ name }, location), leaveAsItIs: true };
  return { name, ...tagged(batchEndpointRequest(endpoint.value, location), {}) };
}

/** Offline nobody knows which deployments there are. */
function requireDefault({ endpoint, deployment }: BatchFiles, { deployments }: WhatIsThere): void {
  const name = endpoint?.value.defaults?.deployment_name;
  if (endpoint === undefined || name === undefined || deployments === undefined) return;
  if (name === deployment.value.name || deployments.some((one) => one.name === name)) return;
  throw invalidKey(
    endpoint.origin,
    'defaults.deployment_name',
    `is '${name}', and endpoint '${endpoint.value.name}' has no such deployment`,
  );
}

/** @throws ConfigurationInvalid, ConfigurationNotSupported, NameInvalid, AssetNotFound */
export function desiredBatchOfYaml(input: YamlPlanInput, files: BatchFiles, now: WhatIsThere): DesiredBatch {
  const { location, contextStore } = now;
  requireDefault(files, now);
  const { workspace, lineage } = input;
  const { value } = files.deployment;
  const endpoint = checkEndpointName(value.endpoint_name);
  checkDeploymentName(value.name, { endpoint, onKubernetes: false });
  const { ids, assets } = yamlAssets(input, endpoint, given({ contextStore }));
  const request = batchDeploymentRequest(value, { workspace, location }, ids);
  return {
    workspace,
    ...assets,
    endpoint: desiredEndpoint(files, endpoint, location),
    deployment: { name: value.name, ...tagged(request, lineage) },
    ...given({ defaultDeployment: files.endpoint?.value.defaults?.deployment_name }),
  };
}
