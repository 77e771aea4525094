// The variables that the server gives every job, of a release or of a run.
import type { Organization } from '../organization.ts';

export interface SystemPlace {
  readonly organization: Organization;
  /** The part of the server that runs it. */
  readonly hub: 'build' | 'release';
  readonly definition: { readonly id: number; readonly name: string };
  readonly jobId: string;
  readonly jobName: string;
  readonly planId: string;
}

export function systemVariables(place: SystemPlace): Record<string, string> {
  const { organization, hub, definition, jobId, jobName, planId } = place;
  const { project } = organization;
  const collection = `${organization.url()}/`;
  return {
    'System.HostType': hub,
    'System.ServerType': 'Hosted',
    'System.Culture': 'en-US',
    'System.CollectionId': organization.id,
    'System.CollectionUri': collection,
    'System.TeamFoundationCollectionUri': collection,
    'System.TeamFoundationServerUri': collection,
    'System.TaskDefinitionsUri': collection,
    'System.TeamProject': project.name,
    'System.TeamProjectId': project.id,
    'System.DefinitionId': String(definition.id),
    'System.DefinitionName': definition.name,
    'System.JobId': jobId,
    'System.JobName': jobName,
    'System.JobDisplayName': jobName,
    'System.PlanId': planId,
    'System.TimelineId': planId,
    'System.EnableAccessToken': 'SecretVariable',
    'System.OidcRequestUri': `${collection}${project.id}/_apis/distributedtask/hubs/${hub}/plans/${planId}/jobs/${jobId}/oidctoken`,
  };
}
