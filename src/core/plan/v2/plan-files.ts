// From the files of `az ml` v2 and what is there now to the steps in between. Pure.
import { invalidKey } from '../../config/origin.ts';
import type { Plan, WhatIsThere } from '../plan.ts';
import { batchSteps } from '../targets/batch-steps.ts';
import { onlineSteps } from '../targets/online-steps.ts';
import type { TargetPlan } from '../targets/target-plan.ts';
import { desiredBatchOfYaml } from './desired-batch.ts';
import { desiredOnlineOfYaml } from './desired-online.ts';
import type { YamlDeployment, YamlPlanInput } from './yaml-deployment.ts';

function requireOneEndpoint({ endpoint, deployment }: YamlDeployment): void {
  const [named, described] = [deployment.value.endpoint_name, endpoint?.value.name];
  if (described === undefined || named === described) return;
  throw invalidKey(
    deployment.origin,
    'endpoint_name',
    `is '${named}', and the endpoint's file describes '${described}'`,
  );
}

/** What the files do not say, and a person would miss. */
function gaps({ endpoint, deployment }: YamlDeployment, now: WhatIsThere): readonly string[] {
  const { name, endpoint_name: service } = deployment.value;
  if (endpoint === undefined && now.endpoint === undefined)
    return [`No file describes endpoint '${service}': it is created with the service's defaults.`];
  const traffic = endpoint && 'traffic' in endpoint.value ? endpoint.value.traffic : undefined;
  const serves = (traffic?.[name] ?? now.endpoint?.traffic[name] ?? 0) > 0;
  if (serves || (endpoint && 'defaults' in endpoint.value)) return [];
  return [`Nobody is sent to '${name}': the endpoint's file gives it no 'traffic', and it has none.`];
}

function planned(input: YamlPlanInput, now: WhatIsThere): TargetPlan {
  const { files } = input;
  return files.kind === 'online'
    ? onlineSteps(desiredOnlineOfYaml(input, files, now), now)
    : batchSteps(desiredBatchOfYaml(input, files, now), now);
}

/**
 * The same input gives the same plan; a plan without steps means that everything is there already.
 *
 * @throws ConfigurationInvalid, ConfigurationNotSupported, InputMissing, NameInvalid, AssetNotFound, EndpointAuthMismatch
 */
export function planYamlFiles(input: YamlPlanInput, now: WhatIsThere): Plan {
  const { files } = input;
  requireOneEndpoint(files);
  const said = [...(files.endpoint?.warnings ?? []), ...files.deployment.warnings];
  const missing = files.kind === 'online' ? gaps(files, now) : [];
  const target = files.kind === 'batch' ? 'batch' : (files.deployment.value.type ?? 'managed');
  return { target, ...planned(input, now), warnings: [...said, ...missing] };
}
