// The variables that the server gives a job of a YAML run: System.*, Build.*, what triggered it, the user's own.
import { systemVariables } from '../agent/system-variables.ts';
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
  const jobName = job.job === '' ? 'Job' : job.job;
  const system: Readonly<Record<string, string>> = {
    ...systemVariables({
      ...{ organization, hub: 'build', definition: run.pipeline, jobId, jobName, planId },
    }),
    'System.JobDisplayName': job.displayName ?? jobName,
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
