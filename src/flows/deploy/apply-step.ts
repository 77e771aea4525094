// Carries out one step of a deployment plan. Every step is safe to repeat: a killed run continues where it stopped.
import type { DesiredDeployment } from '../../core/deploy/desired-deployment.ts';
import type { Step } from '../../core/deploy/deployment-plan.ts';
import type { DeploymentRef } from '../../ports/online-endpoints.ts';
import type { DeployPorts } from './deploy-ports.ts';
import type { LocalInputs } from './read-configs.ts';
import { requireEndpoint } from './require-endpoint.ts';
import { startDeployment } from './start-deployment.ts';
import { testDeployment } from './test-deployment.ts';

export interface StepContext {
  readonly ports: DeployPorts;
  readonly desired: DesiredDeployment;
  readonly inputs: LocalInputs;
}

/** @throws whatever the service refuses, as catalogue errors; DeploymentFailed and SmokeTestFailed above all */
export async function applyStep(step: Step, context: StepContext): Promise<void> {
  const { ports, desired, inputs } = context;
  const { workspace } = desired;
  const endpoint = desired.endpoint.name;
  const ref: DeploymentRef = { workspace, endpoint, deployment: desired.deployment.name };
  switch (step.kind) {
    case 'register-environment':
      if (desired.environment?.create) await ports.environments.create(workspace, desired.environment.create);
      return;
    case 'upload-code':
      if (desired.code) await ports.code.upload(workspace, desired.code, inputs.source);
      return;
    case 'create-endpoint':
      await ports.endpoints.create(workspace, endpoint, desired.endpoint.body);
      return;
    case 'delete-deployment':
      await ports.deployments.delete(ref);
      return;
    case 'create-deployment':
      await startDeployment(ports, ref, desired.deployment.body);
      return;
    case 'test-deployment':
      await testDeployment(
        ports,
        ref,
        await requireEndpoint(ports.endpoints, workspace, endpoint),
        inputs.testRequest,
      );
      return;
    case 'move-traffic':
      await ports.endpoints.setTraffic(workspace, endpoint, step.traffic ?? { [ref.deployment]: 100 });
      return;
    case 'upload-context':
    case 'set-autoscale':
      // Refused when the files are read: see require-appliable.ts.
      throw new Error(`No step '${step.kind}' can be applied yet.`);
  }
}
