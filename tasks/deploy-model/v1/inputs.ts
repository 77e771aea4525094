// The inputs of the deploy task, typed.
import { computeTypes, isComputeType, type Target } from '../../../src/core/config/target.ts';
import { targetWorkspace } from '../../../src/core/target-workspace.ts';
import { fail } from '../../../src/core/errors/catalogue.ts';
import { given } from '../../../src/core/given.ts';
import { pipelineTags } from '../../../src/core/lineage/pipeline-facts.ts';
import type { ServiceConnection } from '../../../src/core/service-connection.ts';
import type { DeployModelRequest } from '../../../src/flows/deploy/deploy-model.ts';
import { readRolloutInputs } from './rollout-inputs.ts';
import { readModel } from './model-input.ts';
import type { TaskHost, TaskInputs } from '../../../src/ports/task-host.ts';

export interface DeployInputs {
  readonly connection: ServiceConnection;
  readonly request: DeployModelRequest;
}

function requiredPath(inputs: TaskInputs, name: string): string {
  const path = inputs.path(name);
  if (path === undefined) throw fail('InputMissing', { input: name });
  return path;
}

/**
 * An optional file. The agent hands an empty filePath over as the working folder itself, so that means absent too.
 */
function optionalPath({ inputs, variables }: TaskHost, name: string): string | undefined {
  const path = inputs.path(name);
  return path === variables.get('System.DefaultWorkingDirectory') ? undefined : path;
}

/** On unless it is switched off. @throws InputInvalid */
const isOn = (inputs: TaskInputs, name: string): boolean =>
  inputs.optional(name) === undefined || inputs.flag(name);

/** The words of the retired task and of the deployment configs alike; absent: the config decides. */
function targetOf(inputs: TaskInputs): Target | undefined {
  const value = inputs.optional('deploymentTarget');
  const type = value?.toLowerCase();
  if (value === undefined || type === undefined) return undefined;
  if (isComputeType(type)) return computeTypes[type];
  const rule = `it must be one of ${Object.keys(computeTypes).join(', ')}`;
  throw fail('InputInvalid', { input: 'deploymentTarget', value, rule });
}

/** @throws InputMissing, and what reading the connection throws */
export function readInputs(host: TaskHost): DeployInputs {
  const { inputs, connections, variables } = host;
  const connection = connections.azure('connection');
  const workspace = targetWorkspace(connection, {
    resourceGroup: inputs.optional('resourceGroup'),
    workspace: inputs.optional('workspace'),
  });
  return {
    connection,
    request: {
      workspace,
      ...readModel(host),
      service: inputs.required('endpointName'),
      deploymentConfig: requiredPath(inputs, 'deploymentConfig'),
      lineage: pipelineTags((name) => variables.get(name)),
      rolloutInputs: readRolloutInputs(inputs),
      overwrite: isOn(inputs, 'overwriteExistingDeployment'),
      ...given({
        rolloutFile: optionalPath(host, 'rolloutFile'),
        target: targetOf(inputs),
        cluster: inputs.optional('aksCluster'),
        inferenceConfig: optionalPath(host, 'inferenceConfig'),
        workingFolder: optionalPath(host, 'workingFolder'),
        testRequest: optionalPath(host, 'testRequest'),
      }),
    },
  };
}
