// The verb "deploy": brings one model version behind a managed online endpoint, tested before it gets traffic.
import { desiredDeployment, type DesiredDeployment } from '../../core/deploy/desired-deployment.ts';
import { planDeployment, type CurrentState, type Step } from '../../core/deploy/deployment-plan.ts';
import type { EndpointState } from '../../core/deploy/online-state.ts';
import { fail } from '../../core/errors/catalogue.ts';
import { given } from '../../core/given.ts';
import type { ModelVersion } from '../../core/model-version.ts';
import type { Workspace } from '../../core/workspace.ts';
import { applyStep } from './apply-step.ts';
import type { DeployPorts } from './deploy-ports.ts';
import { readConfigs, type ConfigPaths, type LocalInputs } from './read-configs.ts';
import { requireEndpoint } from './require-endpoint.ts';
import { resolveVersion } from '../resolve-version.ts';

export interface DeployModelRequest extends ConfigPaths {
  readonly workspace: Workspace;
  readonly model: string;
  /** A version, or `latest` for the most recently created one. */
  readonly version: string;
  /** Tags that say who put the deployment there. */
  readonly lineage: Readonly<Record<string, string>>;
}

export interface DeployReport {
  readonly endpoint: string;
  readonly deployment: string;
  readonly model: string;
  readonly version: string;
  readonly scoringUri: string;
  readonly swaggerUri: string;
  /** What was done; empty when everything served already. */
  readonly steps: readonly Step[];
}

/** Pause between two looks at an endpoint that another operation holds, and the longest wait for it. */
const busyPauseMs = 5_000;
const busyLimitMinutes = 60;

async function readCurrent(ports: DeployPorts, desired: DesiredDeployment): Promise<CurrentState> {
  const { workspace, code } = desired;
  const create = desired.environment?.create;
  const name = desired.endpoint.name;
  const [environmentExists, codeExists, endpoint] = await Promise.all([
    create ? ports.environments.exists(workspace, create.name, create.version) : true,
    code ? ports.code.exists(workspace, code.name, code.version) : true,
    ports.endpoints.get(workspace, name),
  ]);
  const ref = { workspace, endpoint: name, deployment: desired.deployment.name };
  const deployment = endpoint ? await ports.deployments.get(ref) : undefined;
  return { environmentExists, codeExists, ...given({ endpoint, deployment }) };
}

/** Looks, and looks again while another operation is under way, until there is something to apply. */
async function settledPlan(ports: DeployPorts, desired: DesiredDeployment): Promise<readonly Step[]> {
  const deadline = ports.clock.now().getTime() + busyLimitMinutes * 60_000;
  for (;;) {
    const plan = planDeployment(desired, await readCurrent(ports, desired));
    if (plan.kind === 'apply') return plan.steps;
    if (ports.clock.now().getTime() >= deadline)
      throw fail('EndpointBusy', {
        endpoint: desired.endpoint.name,
        state: plan.state,
        minutes: busyLimitMinutes,
      });
    ports.log.info(`Now: ${plan.why}.`);
    await ports.clock.sleep(busyPauseMs);
  }
}

async function registeredEnvironment(
  ports: DeployPorts,
  workspace: Workspace,
  { inference }: LocalInputs,
): Promise<string | undefined> {
  const { environment } = inference;
  if (environment.kind !== 'registered') return undefined;
  const { name, version } = environment;
  const id = await ports.environments.find(workspace, name, version);
  if (id === undefined)
    throw fail('EnvironmentNotFound', { environment: name, version, workspace: workspace.name });
  return id;
}

async function whatIsWanted(
  ports: DeployPorts,
  request: DeployModelRequest,
  inputs: LocalInputs,
  model: ModelVersion,
): Promise<DesiredDeployment> {
  const { workspace, endpoint, lineage } = request;
  const [location, registeredEnvironmentId] = await Promise.all([
    ports.facts.location(workspace),
    registeredEnvironment(ports, workspace, inputs),
  ]);
  const { inference, config, source, condaText } = inputs;
  return desiredDeployment({
    ...{ workspace, location, endpoint, model, inference, config, source, lineage },
    ...given({ condaText, registeredEnvironmentId }),
  });
}

async function applySteps(
  steps: readonly Step[],
  run: (step: Step) => Promise<void>,
  ports: DeployPorts,
): Promise<void> {
  for (const [index, step] of steps.entries()) {
    const started = ports.clock.now().getTime();
    ports.log.info(`Step ${index + 1} of ${steps.length}: ${step.why}.`);
    await run(step);
    const seconds = (ports.clock.now().getTime() - started) / 1000;
    ports.log.info(`Step ${index + 1} of ${steps.length} done after ${seconds.toFixed(1)} s.`);
  }
}

function report(
  desired: DesiredDeployment,
  endpoint: EndpointState,
  model: ModelVersion,
  steps: readonly Step[],
): DeployReport {
  return {
    endpoint: endpoint.name,
    deployment: desired.deployment.name,
    model: model.model,
    version: model.version,
    scoringUri: endpoint.scoringUri ?? '',
    swaggerUri: endpoint.swaggerUri ?? '',
    steps,
  };
}

/**
 * Deploys a model version: checks every local file, plans, shows the plan, applies it step by step, tests the new
 * deployment with a request addressed to it and only then moves traffic. What served before serves until then.
 * Running it twice changes nothing the second time; interrupted, it continues from what is there.
 *
 * @throws catalogue errors only for what a user can mend or wait for
 */
export async function deployModel(request: DeployModelRequest, ports: DeployPorts): Promise<DeployReport> {
  const inputs = await readConfigs(request, ports.files);
  for (const warning of inputs.warnings) ports.log.warning(warning);
  const model = await resolveVersion(ports.registry, request.workspace, request.model, request.version);
  ports.log.info(`Model ${model.model}:${model.version}, registered ${model.createdAt}.`);
  const desired = await whatIsWanted(ports, request, inputs, model);
  const steps = await settledPlan(ports, desired);
  if (steps.length === 0)
    ports.log.info(`Nothing to do: '${desired.deployment.name}' serves already with all traffic.`);
  const context = { ports, desired, inputs };
  await applySteps(steps, (step) => applyStep(step, context), ports);
  const endpoint = await requireEndpoint(ports.endpoints, request.workspace, desired.endpoint.name);
  return report(desired, endpoint, model, steps);
}
