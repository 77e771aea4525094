// The verb "deploy": brings model versions to a compute target, tested before they get traffic.
import type { Target } from '../../core/config/target.ts';
import { fail } from '../../core/errors/catalogue.ts';
import { given } from '../../core/given.ts';
import { modelTags } from '../../core/lineage/model-tags.ts';
import type { ModelVersion } from '../../core/model/version.ts';
import type { Plan, PlanInput } from '../../core/plan/plan.ts';
import type { Claim } from '../../core/rollout/lease.ts';
import type { Workspace } from '../../core/workspace.ts';
import type { Clock } from '../../ports/clock.ts';
import type { KeyPair } from '../../ports/endpoint-keys.ts';
import type { Log } from '../../ports/log.ts';
import type { ModelRegistry } from '../../ports/model-registry.ts';
import type { ProjectFiles } from '../../ports/project-files.ts';
import { resolveVersion } from '../resolve-version.ts';
import { unsentTest } from '../../core/deploy/unsent-test.ts';
import { callerKeys } from './caller-keys.ts';
import { carryOut, type CarryOutOptions } from './carry-out.ts';
import type { DeployTarget, ServiceAddress } from './deploy-target.ts';
import { planningFromConfigs } from './plan-now.ts';
import { readConfigs, type ConfigPaths } from './read-configs.ts';
import { requireAddressedTests } from './require-addressed-tests.ts';

export interface DeployModelRequest extends ConfigPaths {
  readonly workspace: Workspace;
  readonly model: string;
  /** A version, or `latest` for the most recently created one. */
  readonly version: string;
  /** Name of the endpoint, service, container or module. */
  readonly service: string;
  /** False: fail rather than replace what a service of this name has. */
  readonly overwrite: boolean;
  /** Who wants to change the service, where several may want it at once; absent: nobody queues. */
  readonly claim?: Claim;
  /** Tags that say who put the deployment there. */
  readonly lineage: Readonly<Record<string, string>>;
}

export interface DeployPorts {
  readonly registry: ModelRegistry;
  readonly files: ProjectFiles;
  /** Makes what deploys to a target; called once, after the configs were read. */
  readonly target: (target: Target) => Promise<DeployTarget>;
  /** Keys of our own for targets whose callers present some; secrets. */
  readonly newKeys: () => NonNullable<PlanInput['newKeys']>;
  /** Called between steps; throws when somebody ends the run. */
  readonly checkpoint?: () => void;
  readonly clock: Clock;
  readonly log: Log;
}

export interface DeployReport {
  readonly service: ServiceAddress;
  /** Name of the deployment, where a service has several. */
  readonly deployment?: string;
  readonly model: string;
  readonly version: string;
  /** What was done; no steps when everything served already. */
  readonly plan: Plan;
  /** Asks for the keys that callers present, where they present some; secrets. */
  readonly keys?: () => Promise<Partial<KeyPair>>;
}

/**
 * Deploys a model version: checks every local file, plans, shows the plan, applies it step by step, tests the new
 * deployment with a request addressed to it and only then moves traffic. What served before serves until then.
 * Running it twice changes nothing the second time; interrupted, it continues from what is there.
 *
 * @throws catalogue errors only for what a user can mend or wait for
 */
export async function deployModel(request: DeployModelRequest, ports: DeployPorts): Promise<DeployReport> {
  const { workspace, service, lineage, overwrite, claim } = request;
  const { testRequest, smokeTests, ...local } = await readConfigs(request, ports.files);
  const model = await resolveVersion(ports.registry, workspace, request.model, request.version);
  const input: PlanInput = {
    ...{ service, workspace, models: [model], lineage, newKeys: ports.newKeys() },
    ...local,
  };
  return deployResolved(
    input,
    { overwrite, smokeTests, ...given({ testRequest, claim, checkpoint: ports.checkpoint }) },
    ports,
  );
}

/**
 * The same for files that were read and models that were found already.
 *
 * @throws catalogue errors only for what a user can mend or wait for
 */
export async function deployResolved(
  input: PlanInput,
  options: Omit<CarryOutOptions, 'clock' | 'log'>,
  ports: Pick<DeployPorts, 'target' | 'clock' | 'log'>,
): Promise<DeployReport> {
  const { workspace, service, models } = input;
  for (const { model, version, createdAt } of models)
    ports.log.info(`Model ${model}:${version}, registered ${createdAt}.`);
  requireAddressedTests(input, options);
  const target = planningFromConfigs(await ports.target(input.deployment.target));
  const unsent = unsentTest(input.deployment.target, options.testRequest);
  if (unsent !== undefined) ports.log.warning(unsent);
  const lineage = { ...modelTags(models, input.workspace), ...input.lineage };
  const { plan, there } = await carryOut({ ...input, lineage }, target, {
    ...options,
    clock: ports.clock,
    log: ports.log,
  });
  const ref = { workspace, service, ...given({ iotHub: input.deployment.settings.iotHub }) };
  const address = await (target.address?.(ref, there) ?? target.service(ref));
  if (address === undefined)
    throw fail('AzureConflict', { resource: service, reason: 'somebody deleted it during the deployment' });
  return {
    ...{ service: address, model: join(models, 'model'), version: join(models, 'version'), plan },
    ...given({ deployment: plan.deployment }),
    keys: () => callerKeys(ref, address, { target, deployment: input.deployment, log: ports.log }),
  };
}

/** One model's as it is; of several, all in the order given. */
const join = (models: readonly ModelVersion[], what: 'model' | 'version'): string =>
  models.map((one) => one[what]).join(', ');
