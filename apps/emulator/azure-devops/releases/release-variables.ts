// The variables that the server gives a job of a release: System.*, Release.*, Build.* of the primary artifact, the user's own.
import { systemVariables } from '../agent/system-variables.ts';
import type { Variable } from '../agent/variables.ts';
import type { Organization } from '../organization.ts';
import type { Variables } from './definition.ts';
import type {
  DeploymentAttempt,
  Release,
  ReleaseArtifact,
  ReleaseDeployPhase,
  ReleaseEnvironment,
} from './release.ts';

export interface JobPlace {
  readonly organization: Organization;
  readonly release: Release;
  readonly environment: ReleaseEnvironment;
  readonly attempt: DeploymentAttempt;
  readonly phase: ReleaseDeployPhase;
  readonly jobId: string;
  readonly planId: string;
  readonly jobName: string;
}

type Values = Record<string, string>;

function artifactValues({ alias, type, definitionReference }: ReleaseArtifact): Values {
  const { definition, version } = definitionReference;
  const name = (suffix: string): string => `Release.Artifacts.${alias}.${suffix}`;
  return {
    [name('Type')]: type,
    [name('DefinitionId')]: definition?.id ?? '',
    [name('DefinitionName')]: definition?.name ?? '',
    [name('BuildId')]: version?.id ?? '',
    [name('BuildNumber')]: version?.name ?? '',
  };
}

function primaryValues(artifact: ReleaseArtifact | undefined): Values {
  if (!artifact) return {};
  const { definition, version } = artifact.definitionReference;
  return {
    'Build.Type': artifact.type,
    'Build.DefinitionId': definition?.id ?? '',
    'Build.DefinitionName': definition?.name ?? '',
    'Build.BuildId': version?.id ?? '',
    'Build.BuildNumber': version?.name ?? '',
    'Release.PrimaryArtifactSourceAlias': artifact.alias,
  };
}

function systemValues({ organization, jobId, planId, jobName, attempt, release }: JobPlace): Values {
  const definition = release.releaseDefinition;
  return {
    ...systemVariables({ organization, hub: 'release', definition, jobId, jobName, planId }),
    'System.JobAttempt': '1',
    'System.PhaseAttempt': '1',
    'System.StageAttempt': String(attempt.attempt),
    'System.TotalJobsInPhase': '1',
    'System.JobPositionInPhase': '1',
    'System.IsScheduled': 'False',
  };
}

function releaseValues({ organization, release, environment, attempt, phase }: JobPlace): Values {
  const { user } = organization;
  const statuses = release.environments.map(({ name, status }): [string, string] => [
    `Release.Environments.${name}.Status`,
    status,
  ]);
  return {
    'Release.ReleaseId': String(release.id),
    'Release.ReleaseName': release.name,
    'Release.ReleaseDescription': release.description,
    'Release.ReleaseUri': `vstfs:///ReleaseManagement/Release/${release.id}`,
    'Release.ReleaseWebUrl': release._links.web.href,
    'Release.DefinitionId': String(release.releaseDefinition.id),
    'Release.DefinitionName': release.releaseDefinition.name,
    'Release.DefinitionEnvironmentId': String(environment.definitionEnvironmentId),
    'Release.EnvironmentId': String(environment.id),
    'Release.EnvironmentName': environment.name,
    'Release.EnvironmentUri': `vstfs:///ReleaseManagement/Environment/${release.id}:${environment.id}`,
    'Release.DeploymentID': String(attempt.deploymentId),
    'Release.AttemptNumber': String(attempt.attempt),
    'Release.DeployPhaseID': String(phase.id),
    'Release.Reason': release.reason,
    'Release.RequestedFor': user.displayName,
    'Release.RequestedForId': user.id,
    'Release.RequestedForEmail': user.uniqueName,
    'Release.Deployment.RequestedFor': user.displayName,
    'Release.Deployment.RequestedForId': user.id,
    'Release.Deployment.RequestedForEmail': user.uniqueName,
    'Release.Deployment.StartTime': attempt.queuedOn,
    'Release.SkipArtifactsDownload': 'False',
    ...Object.fromEntries(statuses),
  };
}

function own(variables: Variables): readonly Variable[] {
  return Object.entries(variables).map(([name, { value, isSecret }]) => ({
    name,
    value: value ?? '',
    secret: isSecret === true,
    readOnly: false,
  }));
}

/** Later ones win: a stage's variable stands before the release's, and neither may replace the server's own. */
export function releaseVariables(place: JobPlace): readonly Variable[] {
  const { release, environment } = place;
  const values: Values = {
    ...systemValues(place),
    ...releaseValues(place),
    ...Object.fromEntries(release.artifacts.flatMap((artifact) => Object.entries(artifactValues(artifact)))),
    ...primaryValues(release.artifacts.find(({ isPrimary }) => isPrimary)),
  };
  return [
    ...own(release.variables),
    ...own(environment.variables),
    ...Object.entries(values).map(([name, value]) => ({ name, value, secret: false, readOnly: true })),
  ];
}
