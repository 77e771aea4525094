// Online endpoints, managed and on Kubernetes: Azure Machine Learning runs the containers and splits the requests.
import type { DeploymentState, EndpointState } from '../../../core/deploy/online-state.ts';
import { contentTag } from '../../../core/deploy/content-tag.ts';
import { given } from '../../../core/given.ts';
import { requestAddress } from '../../../core/no-code/triton-request.ts';
import type { Plan, PlanInput, PlanStep, WhatIsThere } from '../../../core/plan/plan.ts';
import { autoscaleSettingId } from '../../../core/plan/targets/autoscale.ts';
import { desiredOnline, type RollingInput } from '../../../core/plan/targets/online.ts';
import type { AutoscaleSettings } from '../../../ports/azure-monitor.ts';
import type { Failure } from '../../../core/rollout/after-failure.ts';
import type { Computes } from '../../../ports/computes.ts';
import type { WorkspaceFacts } from '../../../ports/deployment-assets.ts';
import type { Log } from '../../../ports/log.ts';
import type { DeploymentRef, OnlineDeployments, OnlineEndpoints } from '../../../ports/online-endpoints.ts';
import type { ScoringService } from '../../../ports/scoring-service.ts';
import type { DeployTarget, ServiceAddress, ServiceRef, StepContext } from '../deploy-target.ts';
import { questionOf, requireKubernetes, requireNamespace } from '../require-compute.ts';
import { requireEndpoint } from '../require-endpoint.ts';
import { isFree, takeLease } from '../rollout/lease.ts';
import { leaveEndpoint } from '../rollout/leave-endpoint.ts';
import { marksOf, onlineRolloutSteps, type OnlineRolloutPorts } from '../rollout/online-rollout.ts';
import { startDeployment } from '../start-deployment.ts';
import { assetSteps, contextStoreOf, findEnvironment, type AssetPorts } from '../steps/asset-steps.ts';

export interface OnlinePorts extends AssetPorts, OnlineRolloutPorts {
  readonly facts: WorkspaceFacts;
  readonly endpoints: OnlineEndpoints;
  readonly deployments: OnlineDeployments;
  readonly autoscale: AutoscaleSettings;
  readonly computes: Computes;
  readonly scoring: ScoringService;
  readonly log: Log;
}

/** Content of the autoscale setting of `deployment`; asked for only when the config wants one. */
async function autoscaleOf(
  ports: OnlinePorts,
  input: PlanInput,
  deployment: string,
): Promise<string | undefined> {
  const { target, settings } = input.deployment;
  if (target !== 'managed' || settings.autoScaler?.autoscaleEnabled !== true) return undefined;
  const found = await ports.autoscale.get(autoscaleSettingId(input.workspace, input.service, deployment));
  // One that somebody else made is replaced, and the plan says so.
  return found && (found.tags[contentTag] ?? 'unknown');
}

async function look(ports: OnlinePorts, input: PlanInput): Promise<WhatIsThere> {
  if (input.deployment.target === 'kubernetes')
    requireNamespace(input.deployment, await requireKubernetes(ports.computes, questionOf(input)));
  const { workspace, service } = input;
  const [endpoint, environment, contextStore] = await Promise.all([
    ports.endpoints.get(workspace, service),
    findEnvironment(ports, input),
    contextStoreOf(ports, input),
  ]);
  // An endpoint is where its workspace is.
  const location = endpoint?.location ?? (await ports.facts.location(workspace));
  const known = { location, ...given({ environment, contextStore }) };
  const desired = desiredOnline(input, known);
  const create = desired.environment?.create;
  const { code } = desired;
  const [environmentExists, codeExists, deployments, autoscale] = await Promise.all([
    create ? ports.environments.exists(workspace, create.name, create.version) : true,
    code ? ports.code.exists(workspace, code.name, code.version) : true,
    endpoint ? ports.deployments.list(workspace, service) : [],
    autoscaleOf(ports, input, desired.deployment.name),
  ]);
  const deployment = deployments.find(({ name }) => name === desired.deployment.name);
  return {
    ...known,
    environmentExists,
    codeExists,
    deployments,
    ...given({ endpoint, deployment, autoscale }),
  };
}

/** What the steps of a deployment's plan are about. */
function refOf({ input, plan }: StepContext<RollingInput>): DeploymentRef {
  if (plan.deployment === undefined) throw new Error('The plan of an online endpoint names its deployment.');
  return { workspace: input.workspace, endpoint: input.service, deployment: plan.deployment };
}

const bodyOf = ({ request }: PlanStep): object => request.body ?? {};

function stepsOf(ports: OnlinePorts): DeployTarget<RollingInput>['steps'] {
  const { deployments } = ports;
  return {
    ...assetSteps(ports),
    ...onlineRolloutSteps(ports, refOf),
    'delete-deployment': (_, context) => deployments.delete(refOf(context)),
    'set-autoscale': ({ request }) => ports.autoscale.put(request.path, request.body ?? {}),
    'create-deployment': (step, context) => startDeployment(ports, refOf(context), bodyOf(step)),
  };
}

/** The deployment that gets most of the requests. */
const servingOf = (traffic: Readonly<Record<string, number>>): string | undefined =>
  Object.entries(traffic)
    .filter(([, share]) => share > 0)
    .toSorted(([, a], [, b]) => b - a)[0]?.[0];

async function deploymentRef(ports: OnlinePorts, ref: ServiceRef): Promise<DeploymentRef> {
  const { workspace, service } = ref;
  const { traffic } = await requireEndpoint(ports.endpoints, workspace, service);
  const deployment = ref.deployment ?? servingOf(traffic) ?? '';
  return { workspace, endpoint: service, deployment };
}

const versionOf = (
  { name, provisioningState, tags, model }: DeploymentState,
  traffic: Record<string, number>,
) => ({
  ...{ name, state: provisioningState, tags },
  share: traffic[name] ?? 0,
  ...(model !== undefined && { models: [model] }),
});

const addressOf = ({ name, authMode, scoringUri, swaggerUri }: EndpointState): ServiceAddress => ({
  ...{ name, authMode, ...given({ scoringUri, swaggerUri }) },
});

function failureOf(
  { steps, deployment: candidate }: Plan,
  failed: PlanStep | undefined,
): Failure | undefined {
  const before = steps.find(({ rollout }) => rollout !== undefined)?.rollout?.before;
  if (before === undefined || candidate === undefined) return undefined;
  return { candidate, before, ...given({ failed: failed?.rollout }) };
}

/** Everything but the look, which depends on the files that describe the deployment. */
export function onlineOperations(ports: OnlinePorts): Omit<DeployTarget<RollingInput>, 'look'> {
  const { endpoints, deployments } = ports;
  return {
    steps: stepsOf(ports),

    async reserve(input, { claim, there, ...around }) {
      const { workspace, service: endpoint } = input;
      // One that is yet to be created gets its lease by being created.
      if (there.endpoint === undefined) return false;
      const marks = marksOf(input);
      if (!marks && isFree(there.endpoint, claim, around.clock.now())) return false;
      return takeLease({ endpoints, ...around }, { workspace, endpoint }, claim, marks);
    },

    async address({ workspace, service }, there) {
      const endpoint = there.endpoint ?? (await endpoints.get(workspace, service));
      return endpoint && addressOf(endpoint);
    },

    async leave({ workspace, service: endpoint }, { claim, plan, failed, ...around }) {
      const failure = plan && failureOf(plan, failed);
      await leaveEndpoint(
        { endpoints, ...around },
        { workspace, endpoint },
        { ...given({ claim, failure }) },
      );
    },

    async service({ workspace, service }) {
      const endpoint = await endpoints.get(workspace, service);
      if (endpoint === undefined) return undefined;
      const { provisioningState: state, traffic, tags } = endpoint;
      const there = await deployments.list(workspace, service);
      return {
        ...{ ...addressOf(endpoint), state, ...given({ tags }) },
        deployments: there.map((one) => versionOf(one, traffic)),
      };
    },

    logs: async (ref, tail) => deployments.logs(await deploymentRef(ports, ref), tail),

    async invoke(ref, body) {
      const endpoint = await requireEndpoint(endpoints, ref.workspace, ref.service);
      const credential = await endpoints.credential(ref.workspace, endpoint);
      const { deployment } = ref;
      return ports.scoring.score({
        ...{ uri: requestAddress(endpoint.scoringUri ?? '', body), credential, body },
        ...given({ deployment }),
      });
    },

    async delete({ workspace, service, deployment }) {
      if (deployment === undefined) await endpoints.delete(workspace, service);
      else await deployments.delete({ workspace, endpoint: service, deployment });
    },
  };
}

export const createOnlineTarget = (ports: OnlinePorts): DeployTarget => ({
  ...onlineOperations(ports),
  look: (input) => look(ports, input),
});
