// A release and what became of it, in the shape of the REST interface. The server changes it while it runs.
import type { IdentityReference, ProjectReference } from '../references.ts';
import type { Attachment, Issue } from '../agent/step-effects.ts';
import type { DefinitionEnvironment, DeployPhase, Variables } from './definition.ts';
import type { EnvironmentStatus, ReleaseReason, ReleaseStatus, TaskStatus } from './enumerations.ts';

export interface ReleaseTask {
  readonly id: number;
  readonly timelineRecordId: string;
  readonly name: string;
  readonly rank: number;
  readonly agentName: string;
  readonly logUrl: string;
  readonly task: { readonly id: string; readonly name: string; readonly version: string } | null;
  status: TaskStatus;
  issues: readonly Issue[];
  lineCount: number;
  percentComplete: number;
  dateStarted?: string;
  dateEnded?: string;
  startTime?: string;
  finishTime?: string;
  resultCode?: string;
}

export interface DeploymentJob {
  readonly job: ReleaseTask;
  readonly tasks: ReleaseTask[];
}

export type PhaseStatus =
  'notStarted' | 'inProgress' | 'partiallySucceeded' | 'succeeded' | 'failed' | 'canceled' | 'skipped';

export interface ReleaseDeployPhase {
  readonly id: number;
  readonly phaseId: string;
  readonly name: string;
  readonly rank: number;
  readonly phaseType: string;
  readonly runPlanId: string;
  readonly startedOn: string;
  readonly deploymentJobs: DeploymentJob[];
  readonly manualInterventions: readonly never[];
  status: PhaseStatus;
  errorLog: string;
}

export interface DeploymentAttempt {
  readonly id: number;
  readonly deploymentId: number;
  readonly attempt: number;
  readonly reason: 'automated' | 'manual';
  readonly requestedBy: IdentityReference;
  readonly requestedFor: IdentityReference;
  readonly queuedOn: string;
  readonly releaseDeployPhases: ReleaseDeployPhase[];
  readonly tasks: readonly never[];
  readonly issues: readonly never[];
  readonly hasStarted: boolean;
  status: 'inProgress' | 'succeeded' | 'partiallySucceeded' | 'failed';
  operationStatus: string;
  lastModifiedOn: string;
  errorLog: string;
}

export interface ReleaseEnvironment {
  readonly id: number;
  readonly releaseId: number;
  readonly name: string;
  readonly rank: number;
  readonly definitionEnvironmentId: number;
  readonly variables: Variables;
  readonly conditions: DefinitionEnvironment['conditions'];
  readonly deployPhasesSnapshot: readonly DeployPhase[];
  readonly deploySteps: DeploymentAttempt[];
  readonly preDeployApprovals: readonly never[];
  readonly postDeployApprovals: readonly never[];
  readonly createdOn: string;
  status: EnvironmentStatus;
  modifiedOn: string;
  /** Minutes, as in the service. */
  timeToDeploy: number;
}

export interface NamedValue {
  readonly id: string;
  readonly name: string;
}

export interface ReleaseArtifact {
  readonly sourceId: string;
  readonly type: string;
  readonly alias: string;
  /** Every input of the source, and `version`. */
  readonly definitionReference: Readonly<Record<string, NamedValue>>;
  readonly isPrimary: boolean;
  readonly isRetained: boolean;
}

export interface Release {
  readonly id: number;
  readonly createdOn: string;
  readonly createdBy: IdentityReference;
  readonly modifiedBy: IdentityReference;
  readonly createdFor: IdentityReference;
  readonly reason: ReleaseReason;
  readonly releaseNameFormat: string;
  readonly releaseDefinitionRevision: number;
  readonly releaseDefinition: { readonly id: number; readonly name: string; readonly path: string };
  readonly projectReference: ProjectReference;
  readonly variables: Variables;
  readonly variableGroups: readonly never[];
  readonly artifacts: readonly ReleaseArtifact[];
  readonly environments: readonly ReleaseEnvironment[];
  readonly definitionSnapshotRevision: 1;
  readonly url: string;
  readonly logsContainerUrl: string | null;
  readonly _links: { readonly self: { readonly href: string }; readonly web: { readonly href: string } };
  readonly properties: Readonly<Record<string, unknown>>;
  name: string;
  description: string;
  status: ReleaseStatus;
  modifiedOn: string;
  comment: string;
  keepForever: boolean;
  tags: readonly string[];
}

/** Where a task's log and attachments are; kept beside the release, never returned as such. */
export interface TaskFiles {
  readonly logFile: string;
  attachments: readonly Attachment[];
}
