// The online deployment that files of `az ml` v2 want, in the terms that v1's files are compiled to.
import { invalidKey, keyNotSupported, type Origin } from '../../config/origin.ts';
import type { OnlineDeploymentYaml, OnlineEndpointYaml } from '../../config/v2/online-files.ts';
import type { YamlFile } from '../../config/v2/yaml-file.ts';
import type { DesiredDeployment } from '../../deploy/desired-deployment.ts';
import type { DesiredEndpoint } from '../../deploy/endpoint-steps.ts';
import { checkDeploymentName, checkEndpointName } from '../../deploy/names.ts';
import type { TrafficWish } from '../../deploy/traffic-steps.ts';
import { fail } from '../../errors/catalogue.ts';
import { given } from '../../given.ts';
import type { WhatIsThere } from '../plan.ts';
import { onlineDeploymentRequest, onlineEndpointRequest } from './online-requests.ts';
import { tagged } from './tagged.ts';
import { yamlAssets } from './yaml-assets.ts';
import type { Wishes, YamlPlanInput } from './yaml-deployment.ts';

export interface OnlineFiles {
  readonly endpoint?: YamlFile<OnlineEndpointYaml>;
  readonly deployment: YamlFile<OnlineDeploymentYaml>;
}

function requireCompute({ endpoint, deployment }: OnlineFiles, now: WhatIsThere): void {
  const onKubernetes = deployment.value.type === 'kubernetes';
  if (endpoint === undefined) {
    // Nobody but its file knows the cluster of an endpoint that is to be created.
    if (onKubernetes && now.endpoint === undefined) throw fail('InputMissing', { input: 'endpoint file' });
    return;
  }
  if (onKubernetes === (endpoint.value.compute !== undefined)) return;
  throw invalidKey(
    endpoint.origin,
    'compute',
    onKubernetes ? 'is required: the attached cluster' : 'is known on Kubernetes endpoints only',
  );
}

function desiredEndpoint(
  { endpoint }: OnlineFiles,
  name: string,
  around: Pick<YamlPlanInput, 'workspace'> & Pick<WhatIsThere, 'location'>,
): DesiredEndpoint {
  if (endpoint === undefined)
    return { name, body: onlineEndpointRequest({ name }, around), leaveAsItIs: true };
  const { body, content } = tagged(onlineEndpointRequest(endpoint.value, around), {});
  return { name, authMode: body.properties.authMode, body, content };
}

/** A roll-out is a way to somewhere; smoke tests alone need none. */
function requireDestination(origin: Origin | undefined, deployment: string): void {
  const [first] = Object.keys(origin?.keys ?? {}).filter((key) => key !== 'rollout.smokeTests');
  if (origin === undefined || first === undefined) return;
  throw keyNotSupported(origin, first, {
    reason: `no file says which share of the traffic '${deployment}' gets`,
    instead: "Give the endpoint's file 'traffic', or add --all-traffic.",
  });
}

/** Offline nobody knows which deployments there are. */
function requireDeployments({ endpoint, deployment }: OnlineFiles, now: WhatIsThere): void {
  if (endpoint === undefined || now.deployments === undefined) return;
  const { traffic = {}, mirror_traffic: mirror = {} } = endpoint.value;
  const there = new Set([...now.deployments.map(({ name }) => name), deployment.value.name]);
  for (const [key, split] of [
    ['traffic', traffic],
    ['mirror_traffic', mirror],
  ] as const)
    for (const [name, share] of Object.entries(split))
      if (share > 0 && !there.has(name))
        throw invalidKey(
          endpoint.origin,
          key,
          `gives ${share} % to '${name}', and endpoint '${endpoint.value.name}' has no such deployment`,
        );
}

function requireNoSplit({ endpoint }: OnlineFiles): void {
  if (endpoint?.value.traffic === undefined && endpoint?.value.mirror_traffic === undefined) return;
  throw invalidKey(
    endpoint.origin,
    'traffic',
    'says how the traffic is split, and --all-traffic says it too: keep one of the two',
  );
}

function trafficWish(
  { rollout, allTraffic, rolloutOrigin }: Wishes,
  files: OnlineFiles,
  now: WhatIsThere,
): TrafficWish {
  const { endpoint, deployment } = files;
  if (allTraffic === true) {
    requireNoSplit(files);
    return { kind: 'share', percent: 100, isDefault: false, ...given({ rollout }) };
  }
  const { traffic, mirror_traffic: mirror } = endpoint?.value ?? {};
  if (traffic === undefined && mirror === undefined) {
    requireDestination(rolloutOrigin, deployment.value.name);
    return { kind: 'unchanged' };
  }
  requireDeployments(files, now);
  const wanted = { traffic: traffic ?? now.endpoint?.traffic ?? {}, mirror: mirror ?? {} };
  return { kind: 'split', ...wanted, ...given({ rollout }) };
}

/** @throws ConfigurationInvalid, ConfigurationNotSupported, InputMissing, NameInvalid, AssetNotFound */
export function desiredOnlineOfYaml(
  input: YamlPlanInput,
  files: OnlineFiles,
  now: WhatIsThere,
): DesiredDeployment {
  const { workspace, lineage } = input;
  const { value } = files.deployment;
  const endpoint = checkEndpointName(value.endpoint_name);
  checkDeploymentName(value.name, { endpoint, onKubernetes: value.type === 'kubernetes' });
  requireCompute(files, now);
  const { ids, assets } = yamlAssets(input, endpoint, now);
  const { body, content } = tagged(onlineDeploymentRequest(value, now.location, ids), lineage);
  return {
    workspace,
    ...assets,
    endpoint: desiredEndpoint(files, endpoint, { workspace, location: now.location }),
    deployment: { name: value.name, content, body },
    traffic: trafficWish(input, files, now),
  };
}
