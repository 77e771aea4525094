// The verb "deploy" for files of `az ml` v2: what they describe is brought about, tested before it gets traffic.
import { fail } from '../../../core/errors/catalogue.ts';
import { given } from '../../../core/given.ts';
import { modelTags } from '../../../core/lineage/model-tags.ts';
import type { ModelVersion } from '../../../core/model/version.ts';
import { yamlAssets } from '../../../core/plan/v2/yaml-assets.ts';
import type { Wishes, YamlPlanInput } from '../../../core/plan/v2/yaml-deployment.ts';
import type { Claim } from '../../../core/rollout/lease.ts';
import type { Workspace } from '../../../core/workspace.ts';
import type { Clock } from '../../../ports/clock.ts';
import type { Log } from '../../../ports/log.ts';
import { carryOut } from '../carry-out.ts';
import type { DeployReport } from '../deploy-model.ts';
import type { PlannedTarget } from '../deploy-target.ts';
import { planNow } from '../plan-now.ts';
import { requireAddressedTests } from '../require-addressed-tests.ts';
import type { Plan } from '../../../core/plan/plan.ts';
import type { ReadDeployFiles } from './read-deploy-files.ts';
import { resolveReferences, type ReferencePorts } from './resolve-references.ts';

export interface DeployFilesRequest {
  readonly workspace: Workspace;
  readonly read: ReadDeployFiles;
  readonly wishes: Pick<Wishes, 'allTraffic' | 'mayChangeInPlace'>;
  /** Tags that say who put the deployment there. */
  readonly lineage: Readonly<Record<string, string>>;
  /** Who wants to change the endpoint; absent: nobody queues. */
  readonly claim?: Claim;
}

export interface DeployFilesPorts extends ReferencePorts {
  readonly target: (kind: YamlPlanInput['files']['kind']) => Promise<PlannedTarget<YamlPlanInput>>;
  readonly clock: Clock;
  readonly log: Log;
}

interface Aimed {
  readonly input: YamlPlanInput;
  readonly model?: ModelVersion;
}

/** A model that the files define, as far as it is known before it is registered. */
function definedModel(input: YamlPlanInput): ModelVersion | undefined {
  const { model } = yamlAssets(input, input.service, {}).assets;
  if (model === undefined) return undefined;
  const { name, version, id } = model;
  const { model: written } = input.files.deployment.value;
  const unknown = { createdAt: '', uri: '', isArchived: false, tags: {}, properties: {} };
  const type = typeof written === 'object' ? written.type : undefined;
  return { model: name, version, id, ...unknown, ...given({ type }) };
}

async function aim(request: DeployFilesRequest, ports: ReferencePorts): Promise<Aimed> {
  const { workspace, read, wishes } = request;
  const { content } = read;
  const { labels, model: registered } = await resolveReferences(content.files, workspace, ports);
  const service = content.files.deployment.value.endpoint_name;
  const input: YamlPlanInput = {
    ...{ ...content, service, workspace, labels, lineage: request.lineage },
    ...{ ...read.wishes, ...wishes },
  };
  const model = registered ?? definedModel(input);
  if (model === undefined) return { input };
  return { input: { ...input, lineage: { ...modelTags([model], workspace), ...input.lineage } }, model };
}

/** The plan against what is there now; nothing is changed. @throws as `deployFiles` */
export async function planFilesNow(request: DeployFilesRequest, ports: DeployFilesPorts): Promise<Plan> {
  const { input } = await aim(request, ports);
  return (await planNow(input, await ports.target(input.files.kind))).plan;
}

/**
 * Registers what the files define, creates or updates endpoint and deployment, tests the deployment, and only then splits the
 * traffic as the endpoint's file says. Running it twice changes nothing the second time; interrupted, it continues.
 *
 * @throws catalogue errors only for what a user can mend or wait for
 */
export async function deployFiles(
  request: DeployFilesRequest,
  ports: DeployFilesPorts,
): Promise<DeployReport> {
  const { clock, log } = ports;
  const { smokeTests, testRequest } = request.read;
  const { input, model } = await aim(request, ports);
  const { workspace, service } = input;
  const { code_configuration: inference } = input.files.deployment.value;
  requireAddressedTests({ models: model ? [model] : [], ...given({ inference }) }, request.read);
  const target = await ports.target(input.files.kind);
  const options = { clock, log, smokeTests, ...given({ testRequest, claim: request.claim }) };
  const { plan, there } = await carryOut(input, target, options);
  const ref = { workspace, service };
  const address = await (target.address?.(ref, there) ?? target.service(ref));
  if (address === undefined)
    throw fail('AzureConflict', { resource: service, reason: 'somebody deleted it during the deployment' });
  return {
    ...{ service: address, model: model?.model ?? '', version: model?.version ?? '', plan },
    ...given({ deployment: plan.deployment }),
  };
}
