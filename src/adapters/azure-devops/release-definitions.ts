// Release definitions with their artifacts, projects and service connections, for finding what wants to be watched.
import { CoreApi } from 'azure-devops-node-api/CoreApi.js';
import { ServiceEndpointApi } from 'azure-devops-node-api/ServiceEndpointApi.js';
import * as z from 'zod';
import {
  type ConnectionFacts,
  type FoundArtifact,
  artifactType,
} from '../../core/discovery/found-artifact.ts';
import { fail } from '../../core/errors/catalogue.ts';
import { given } from '../../core/given.ts';
import type { ReleaseDefinitions } from '../../ports/release-definitions.ts';
import { emptyAnswer, readAnswer } from './answers.ts';
import type { Organization } from './organization.ts';
import { releasePages } from './release-pages.ts';

const definitionSchema = z.object({
  id: z.number(),
  name: z.string(),
  artifacts: z
    .array(
      z.object({
        alias: z.string(),
        type: z.string(),
        definitionReference: z.record(z.string(), z.object({ id: z.string().nullish() }).nullish()).nullish(),
      }),
    )
    .nullish(),
  triggers: z
    .array(z.object({ triggerType: z.union([z.string(), z.number()]), artifactAlias: z.string().nullish() }))
    .nullish(),
});

type Definition = z.infer<typeof definitionSchema>;

const connectionSchema = z.object({
  id: z.string(),
  name: z.string(),
  url: z.string(),
  data: z.record(z.string(), z.string().nullish()).nullish(),
});

/** How many projects and definitions are asked for at once. */
const pageSize = 100;

/** ReleaseDefinitionExpands: Artifacts and Triggers. */
const expand = '12';

export function createReleaseDefinitions(organization: Organization): ReleaseDefinitions {
  const { url } = organization;
  return {
    async projects() {
      const action = 'list the projects of the organization';
      const names: string[] = [];
      for (;;) {
        const answer = await organization.callOwn(CoreApi, action, (api) =>
          api.getProjects('wellFormed', pageSize, names.length),
        );
        const page = readAnswer(answer, z.array(z.object({ name: z.string() })), {
          organization: url,
          action,
        });
        if (page === undefined) throw emptyAnswer(action);
        names.push(...page.map(({ name }) => name));
        if (page.length < pageSize) return names;
      }
    },

    async artifacts(project) {
      const action = `list the release definitions of project '${project}'`;
      // The filter by artifact type is documented for the built-in types only, so all definitions are read.
      const query = { $expand: expand, queryOrder: 'idAscending', $top: String(pageSize) };
      const found: FoundArtifact[] = [];
      for await (const page of releasePages(organization, { action, project, path: 'definitions', query })) {
        // A page that is missing must not be taken for a project without definitions: their watches would end.
        if (page === undefined) throw fail('DevOpsProjectNotFound', { project, organization: url });
        const call = { organization: url, action };
        const definitions = readAnswer(page, z.array(definitionSchema), call) ?? [];
        found.push(...definitions.flatMap((definition) => artifactsOf(project, definition)));
      }
      return found;
    },

    async connections(project, ids) {
      const action = `read the service connections of project '${project}'`;
      const answer = await organization.callOwn(ServiceEndpointApi, action, (api) =>
        api.getServiceEndpoints(project, undefined, undefined, [...ids]),
      );
      const listed = readAnswer(answer, z.array(connectionSchema), { organization: url, action });
      if (listed === undefined) throw emptyAnswer(action);
      return new Map(listed.map((each) => [each.id.toLowerCase(), factsOf(each)]));
    },
  };
}

function artifactsOf(project: string, { id, name, artifacts, triggers }: Definition): FoundArtifact[] {
  const triggered = (triggers ?? [])
    // ReleaseTriggerType.ArtifactSource, as text or as number
    .filter(({ triggerType }) => triggerType === 1 || String(triggerType).toLowerCase() === 'artifactsource')
    .map(({ artifactAlias }) => artifactAlias);
  return (artifacts ?? [])
    .filter(({ type }) => type.toLowerCase() === artifactType.toLowerCase())
    .map(({ alias, definitionReference }) => ({
      project,
      definitionId: id,
      definition: name,
      alias,
      inputs: Object.fromEntries(
        Object.entries(definitionReference ?? {}).map(([input, value]) => [input, value?.id ?? '']),
      ),
      isTriggered: triggered.includes(alias),
    }));
}

function factsOf({ name, url, data }: z.infer<typeof connectionSchema>): ConnectionFacts {
  const value = (key: string): string | undefined => data?.[key] || undefined;
  return {
    name,
    url,
    ...given({
      subscriptionId: value('subscriptionId'),
      resourceGroup: value('resourceGroupName'),
      workspace: value('mlWorkspaceName'),
    }),
  };
}
