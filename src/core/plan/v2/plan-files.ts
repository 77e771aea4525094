// From the files of `az ml` v2 and what is there now to the steps in between. Pure.
import { invalidKey } from '../../config/origin.ts';
import type { Target } from '../../config/target.ts';
import { fail } from '../../errors/catalogue.ts';
import type { Plan, WhatIsThere } from '../plan.ts';
import { batchSteps } from '../targets/batch-steps.ts';
import { onlineSteps } from '../targets/online-steps.ts';
import type { TargetPlan } from '../targets/target-plan.ts';
import { treatRollout } from '../treat-keys.ts';
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
function gaps({ files, allTraffic }: YamlPlanInput, now: WhatIsThere): readonly string[] {
  const { endpoint, deployment } = files;
  const { name, endpoint_name: service } = deployment.value;
  if (endpoint === undefined && now.endpoint === undefined)
    return [`No file describes endpoint '${service}': it is created with the service's defaults.`];
  if (allTraffic === true) return [];
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

export const targetOfFiles = (files: YamlDeployment): Target =>
  files.kind === 'batch' ? 'batch' : (files.deployment.value.type ?? 'managed');

/** Files name their deployments: other content under the name of one that serves would meet its callers before any test. */
function changesInPlace(
  { steps }: TargetPlan,
  { service, files, mayChangeInPlace }: YamlPlanInput,
  { endpoint, deployment, defaultDeployment }: WhatIsThere,
): readonly string[] {
  const { name } = files.deployment.value;
  const isChanged = steps.some(
    ({ kind, replaces }) => kind === 'create-deployment' && replaces !== undefined,
  );
  const isDefault = files.kind === 'batch' && defaultDeployment === name;
  const share = isDefault ? 100 : (endpoint?.traffic[name] ?? 0);
  if (!isChanged || deployment === undefined || share === 0) return [];
  if (mayChangeInPlace !== true)
    throw fail('DeploymentChangedInPlace', { endpoint: service, deployment: name, share });
  return [
    `Deployment '${name}' gets ${share} % of the requests and is changed in place: its callers meet the new version before it is tested.`,
  ];
}

/**
 * The same input gives the same plan; a plan without steps means that everything is there already.
 *
 * @throws ConfigurationInvalid, ConfigurationNotSupported, InputMissing, NameInvalid, AssetNotFound, EndpointAuthMismatch
 */
export function planYamlFiles(input: YamlPlanInput, now: WhatIsThere): Plan {
  const { files } = input;
  requireOneEndpoint(files);
  const target = targetOfFiles(files);
  const { rolloutOrigin } = input;
  const warnings = [
    ...(files.endpoint?.warnings ?? []),
    ...files.deployment.warnings,
    ...(rolloutOrigin ? treatRollout(rolloutOrigin, target) : []),
    ...(files.kind === 'online' ? gaps(input, now) : []),
  ];
  const plan = planned(input, now);
  return { target, ...plan, warnings: [...warnings, ...changesInPlace(plan, input, now)] };
}
