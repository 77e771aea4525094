// Whether an artifact trigger of the organization made a release of a model version.
import * as z from 'zod';
import {
  ReleaseExpands,
  ReleaseQueryOrder,
  ReleaseReason,
} from 'azure-devops-node-api/interfaces/ReleaseInterfaces.js';
import type { TriggeredReleases } from '../../ports/forwarded-versions.ts';
import { emptyAnswer, readAnswer } from './answers.ts';
import type { Organization } from './organization.ts';

/** The name of our artifact type. */
const artifactType = 'AzureMLModelRelease';

/** By how much the clocks of the two sides may differ, in milliseconds. */
const skew = 60_000;

/** The most releases that the service lists in one answer; a version that has more of them was released. */
const pageSize = 100;

const releaseSchema = z.object({
  reason: z.enum(ReleaseReason),
  artifacts: z.array(z.object({ definitionReference: z.record(z.string(), z.object({ id: z.string() })) })),
});

export function createTriggeredReleases(organization: Organization): TriggeredReleases {
  return {
    async exist(workspace, { model, version }, since) {
      const action = `look for a release of version ${version} of '${model}'`;
      const answer = await organization.call(action, (api) =>
        api.getReleases(
          undefined, // project: all of them
          undefined, // definition
          undefined, // stage
          undefined, // search text
          undefined, // created by
          undefined, // status
          undefined, // status of the stage
          new Date(since.getTime() - skew),
          undefined, // maximum creation time
          ReleaseQueryOrder.Descending,
          pageSize,
          undefined, // continuation token
          ReleaseExpands.Artifacts,
          artifactType,
          undefined, // source id: it holds the connection, which the relay does not know
          version,
        ),
      );
      const releases = readAnswer(answer, z.array(releaseSchema), { organization: organization.url, action });
      // Never to be taken for "no such release": it would be made twice.
      if (releases === undefined) throw emptyAnswer(action);
      const wanted = {
        subscription: workspace.subscriptionId,
        resourceGroup: workspace.resourceGroup,
        workspace: workspace.name,
        definition: model,
        version,
      };
      return releases
        .filter(({ reason }) => reason === ReleaseReason.ContinuousIntegration)
        .flatMap(({ artifacts }) => artifacts)
        .some(({ definitionReference }) =>
          Object.entries(wanted).every(
            ([key, value]) => definitionReference[key]?.id.toLowerCase() === value.toLowerCase(),
          ),
        );
    },
  };
}
