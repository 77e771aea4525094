// Release definitions for the tests, small enough to read.
import type { ReleaseDefinition } from 'azure-devops-node-api/interfaces/ReleaseInterfaces.js';

export interface StageFixture {
  readonly name?: string;
  readonly tasks?: readonly Record<string, unknown>[];
  readonly conditions?: readonly Record<string, unknown>[];
  readonly variables?: Record<string, unknown>;
  readonly phases?: readonly Record<string, unknown>[];
  readonly deploymentInput?: Record<string, unknown>;
}

const atRelease = [{ name: 'ReleaseStarted', conditionType: 'event', value: '' }];

function stage(fixture: StageFixture, rank: number): Record<string, unknown> {
  const phase = {
    name: 'Agent job',
    phaseType: 'agentBasedDeployment',
    rank: 1,
    workflowTasks: fixture.tasks ?? [],
    deploymentInput: fixture.deploymentInput ?? {},
  };
  return {
    name: fixture.name ?? 'Production',
    rank,
    conditions: fixture.conditions ?? atRelease,
    variables: fixture.variables ?? {},
    deployPhases: fixture.phases ?? [phase],
    retentionPolicy: { daysToKeep: 30, releasesToKeep: 3, retainBuild: true },
    preDeployApprovals: { approvals: [{ rank: 1, isAutomated: true }] },
    postDeployApprovals: { approvals: [{ rank: 1, isAutomated: true }] },
  };
}

export function modelArtifact(
  connection: string,
  more: Record<string, { id: string; name: string }> = {},
): Record<string, unknown> {
  const same = (value: string): { id: string; name: string } => ({ id: value, name: value });
  return {
    alias: '_fraud',
    type: 'FixtureModel',
    isPrimary: true,
    definitionReference: {
      connection: { id: connection, name: 'azureml-secret' },
      resourceGroup: same('rg'),
      workspace: same('ws'),
      definition: same('fraud'),
      defaultVersionType: { id: 'latestType', name: 'Latest' },
      ...more,
    },
  };
}

export function definition(
  name: string,
  stages: readonly StageFixture[],
  more: Record<string, unknown> = {},
): ReleaseDefinition {
  const environments = stages.map((fixture, index) => stage(fixture, index + 1));
  return { name, environments, ...more };
}
