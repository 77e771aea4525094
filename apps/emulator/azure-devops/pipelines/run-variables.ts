// The variables that the server gives a job of a YAML run: System.*, Build.*, what triggered it, the user's own.
import type { Variable } from '../agent/variables.ts';
import type { Organization } from '../organization.ts';
import type { PipelineRun } from './pipeline-store.ts';
import type { PipelineYaml, YamlJob } from './pipeline-yaml.ts';

export interface RunJobPlace {
  readonly organization: Organization;
  readonly run: PipelineRun;
  readonly yaml: PipelineYaml;
  readonly job: YamlJob;
  readonly jobId: string;
  readonly planId: string;
}

const reasons = { manual: 'Manual', resourceTrigger: 'ResourceTrigger' } as const;

export function runVariables({
  organization,
  run,
  yaml,
  job,
  jobId,
  planId,
}: RunJobPlace): readonly Variable[] {
  const { project } = organization;
  const collection = `${organization.url()}/`;
  const jobName = job.job === '' ? 'Job' : job.job;
  const system: Readonly<Record<string, string>> = {
    'System.HostType': 'build',
    'System.ServerType': 'Hosted',
    'System.Culture': 'en-US',
    'System.CollectionId': organization.id,
    'System.CollectionUri': collection,
    'System.TeamFoundationCollectionUri': collection,
    'System.TeamFoundationServerUri': collection,
    'System.TaskDefinitionsUri': collection,
    'System.TeamProject': project.name,
    'System.TeamProjectId': project.id,
    'System.DefinitionId': String(run.pipeline.id),
    'System.DefinitionName': run.pipeline.name,
    'System.JobId': jobId,
    'System.JobName': jobName,
    'System.JobDisplayName': job.displayName ?? jobName,
    'System.PlanId': planId,
    'System.TimelineId': planId,
    'System.EnableAccessToken': 'SecretVariable',
    'System.OidcRequestUri': `${collection}${project.id}/_apis/distributedtask/hubs/build/plans/${planId}/jobs/${jobId}/oidctoken`,
    'Build.BuildId': String(run.id),
    'Build.BuildNumber': run.name,
    'Build.DefinitionName': run.pipeline.name,
    'Build.Reason': reasons[run.reason],
    'Build.RequestedFor': organization.user.displayName,
    'resources.triggeringAlias': run.trigger?.alias ?? '',
    'resources.triggeringCategory': run.trigger?.category ?? '',
  };
  const own = { ...yaml.variables, ...job.variables };
  return [
    ...Object.entries(own).map(([name, value]) => ({ name, value, secret: false, readOnly: false })),
    ...Object.entries(run.variables).map(([name, { value, isSecret }]) => ({
      name,
      value,
      secret: isSecret === true,
      readOnly: false,
    })),
    ...Object.entries(system).map(([name, value]) => ({ name, value, secret: false, readOnly: true })),
  ];
}
