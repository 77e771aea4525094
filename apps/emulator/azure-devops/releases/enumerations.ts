// The enumerations of the release interface that the emulator reads or writes, with the numbers clients send.
import { enumeration } from '../rest/enumeration.ts';

export type TriggerType =
  'undefined' | 'artifactSource' | 'schedule' | 'sourceRepo' | 'containerImage' | 'package' | 'pullRequest';
export const triggerType = enumeration<TriggerType>({
  undefined: 0,
  artifactSource: 1,
  schedule: 2,
  sourceRepo: 3,
  containerImage: 4,
  package: 5,
  pullRequest: 6,
});

export type DeployPhaseType =
  'undefined' | 'agentBasedDeployment' | 'runOnServer' | 'machineGroupBasedDeployment' | 'deploymentGates';
export const deployPhaseType = enumeration<DeployPhaseType>({
  undefined: 0,
  agentBasedDeployment: 1,
  runOnServer: 2,
  machineGroupBasedDeployment: 4,
  deploymentGates: 8,
});

export type ConditionType = 'undefined' | 'event' | 'environmentState' | 'artifact';
export const conditionType = enumeration<ConditionType>({
  undefined: 0,
  event: 1,
  environmentState: 2,
  artifact: 4,
});

export type ReleaseReason = 'none' | 'manual' | 'continuousIntegration' | 'schedule' | 'pullRequest';
export const releaseReason = enumeration<ReleaseReason>({
  none: 0,
  manual: 1,
  continuousIntegration: 2,
  schedule: 3,
  pullRequest: 4,
});

export type ReleaseStatus = 'undefined' | 'draft' | 'active' | 'abandoned';
export const releaseStatus = enumeration<ReleaseStatus>({ undefined: 0, draft: 1, active: 2, abandoned: 4 });

export type EnvironmentStatus =
  | 'undefined'
  | 'notStarted'
  | 'inProgress'
  | 'succeeded'
  | 'canceled'
  | 'rejected'
  | 'queued'
  | 'scheduled'
  | 'partiallySucceeded';
export const environmentStatusNumbers: Readonly<Record<EnvironmentStatus, number>> = {
  undefined: 0,
  notStarted: 1,
  inProgress: 2,
  succeeded: 4,
  canceled: 8,
  rejected: 16,
  queued: 32,
  scheduled: 64,
  partiallySucceeded: 128,
};
export const environmentStatus = enumeration<EnvironmentStatus>(environmentStatusNumbers);

export type TaskStatus =
  'pending' | 'inProgress' | 'succeeded' | 'partiallySucceeded' | 'failed' | 'canceled' | 'skipped';
