// Batch endpoints: a deployment is a recipe, and jobs run it over many files.
import { batchInputOf } from '../../../core/batch/batch-input.ts';
import { given } from '../../../core/given.ts';
import type { PlanInput, PlanStep, ServiceInput, WhatIsThere } from '../../../core/plan/plan.ts';
import { desiredBatch } from '../../../core/plan/targets/batch.ts';
import type { BatchDeployments, BatchEndpoints } from '../../../ports/batch-endpoints.ts';
import type { Clock } from '../../../ports/clock.ts';
import type { Computes } from '../../../ports/computes.ts';
import type { WorkspaceFacts } from '../../../ports/deployment-assets.ts';
import type { DeploymentRef } from '../../../ports/online-endpoints.ts';
import { readJobLog } from '../../batch/read-job-log.ts';
import { runBatchJob, type BatchJobPorts } from '../../batch/run-batch-job.ts';
import type { DeployTarget, ServiceRef, StepContext } from '../deploy-target.ts';
import { questionOf, requireCluster } from '../require-compute.ts';
import { testsOf } from '../rollout/smoke-test.ts';
import { withOwnTags } from '../../../core/deploy/own-tags.ts';
import { assetSteps, contextStoreOf, findEnvironment, type AssetPorts } from '../steps/asset-steps.ts';

export interface BatchPorts extends AssetPorts, Omit<BatchJobPorts, 'endpoints' | 'stores'> {
  readonly facts: WorkspaceFacts;
  readonly computes: Computes;
  readonly endpoints: BatchEndpoints;
  readonly deployments: BatchDeployments;
  readonly stores: BatchJobPorts['stores'];
  readonly clock: Clock;
}

async function look(ports: BatchPorts, input: PlanInput): Promise<WhatIsThere> {
  const { workspace, service } = input;
  await requireCluster(ports.computes, questionOf(input));
  const [location, environment, contextStore] = await Promise.all([
    ports.facts.location(workspace),
    findEnvironment(ports, input),
    contextStoreOf(ports, input),
  ]);
  const known = { location, ...given({ environment, contextStore }) };
  const desired = desiredBatch(input, known);
  const create = desired.environment?.create;
  const { code } = desired;
  const [environmentExists, codeExists, endpoint] = await Promise.all([
    create ? ports.environments.exists(workspace, create.name, create.version) : true,
    code ? ports.code.exists(workspace, code.name, code.version) : true,
    ports.endpoints.get(workspace, service),
  ]);
  const ref = { workspace, endpoint: service, deployment: desired.deployment.name };
  const deployment = endpoint ? await ports.deployments.get(ref) : undefined;
  const { defaultDeployment } = endpoint ?? {};
  return { ...known, environmentExists, codeExists, ...given({ endpoint, deployment, defaultDeployment }) };
}

function refOf({ input, plan }: StepContext<ServiceInput>): DeploymentRef {
  if (plan.deployment === undefined) throw new Error('The plan of a batch endpoint names its deployment.');
  return { workspace: input.workspace, endpoint: input.service, deployment: plan.deployment };
}

const bodyOf = ({ request }: PlanStep): object => request.body ?? {};

/** The deployment that a step makes the default: another one than the plan's own, if a file says so. */
function defaultIn(step: PlanStep): string {
  const { properties } = bodyOf(step) as { properties: { defaults: { deploymentName: string } } };
  return properties.defaults.deploymentName;
}

/** Tiny jobs of its own, before jobs that name no deployment run it. */
async function test(ports: BatchPorts, context: StepContext<ServiceInput>): Promise<void> {
  const { log } = context;
  const { workspace, endpoint, deployment } = refOf(context);
  const tests = testsOf(context);
  if (tests.length === 0)
    log.warning(
      `No test request is given, so jobs run '${deployment}' although nobody has seen it score. Set 'Test request' to a JSON file.`,
    );
  const isOnly = tests.length === 1;
  for (const { name, request } of tests) {
    const input = batchInputOf(request);
    const { job } = await runBatchJob({ workspace, endpoint, deployment, input }, { ...ports, ...context });
    log.info(
      `'${deployment}' scored the ${isOnly ? 'test request' : `test '${name}'`} in job '${job.name}'.`,
    );
  }
}

function stepsOf(ports: BatchPorts): DeployTarget<ServiceInput>['steps'] {
  const { endpoints, deployments } = ports;
  return {
    ...assetSteps(ports),
    'create-endpoint': async (step, { input: { workspace, service }, there }) => {
      await endpoints.create(workspace, service, withOwnTags(bodyOf(step), there.endpoint));
    },
    'create-deployment': async (step, context) => {
      await deployments.create(refOf(context), bodyOf(step));
    },
    'test-deployment': (_, context) => test(ports, context),
    'set-default': async (step, { input: { workspace, service, lineage } }) => {
      await endpoints.setDefault(workspace, service, defaultIn(step), lineage);
    },
  };
}

async function service(ports: BatchPorts, { workspace, service: name }: ServiceRef) {
  const endpoint = await ports.endpoints.get(workspace, name);
  if (endpoint === undefined) return undefined;
  const { provisioningState: state, scoringUri, swaggerUri, tags, defaultDeployment } = endpoint;
  const there = await ports.deployments.list(workspace, name);
  return {
    ...{ name: endpoint.name, state, ...given({ scoringUri, swaggerUri, tags }) },
    deployments: there.map(({ name: deployment, provisioningState, tags: own }) => ({
      ...{ name: deployment, state: provisioningState, tags: own },
      // Jobs that name no deployment all run the default.
      share: deployment === defaultDeployment ? 100 : 0,
    })),
  };
}

/** Everything but the look, which depends on the files that describe the deployment. */
export function batchOperations(ports: BatchPorts): Omit<DeployTarget<ServiceInput>, 'look'> {
  return {
    steps: stepsOf(ports),
    service: (ref) => service(ports, ref),

    // A deployment runs nothing by itself: logs are those of a job, named in the place of the deployment.
    logs: async ({ workspace, deployment: job }, tail) => {
      if (job === undefined) return '';
      const text = await readJobLog(workspace, job, ports);
      return text.split('\n').slice(-tail).join('\n');
    },

    async invoke({ workspace, service: endpoint, deployment }, body) {
      const started = ports.clock.now().getTime();
      const run = { workspace, endpoint, ...given({ deployment }), input: batchInputOf(body) };
      const { job, outputFolder } = await runBatchJob(run, ports);
      const output = `azureml://datastores/workspaceblobstore/paths/${outputFolder}/`;
      return {
        ...{ status: 200, milliseconds: ports.clock.now().getTime() - started },
        body: JSON.stringify({ job: job.name, status: job.status, output }),
      };
    },

    async delete({ workspace, service: endpoint, deployment }) {
      if (deployment === undefined) await ports.endpoints.delete(workspace, endpoint);
      else await ports.deployments.delete({ workspace, endpoint, deployment });
    },
  };
}

export const createBatchTarget = (ports: BatchPorts): DeployTarget => ({
  ...batchOperations(ports),
  look: (input) => look(ports, input),
});
