// Classic releases of an Azure DevOps organization, through azure-devops-node-api.
import * as z from 'zod';
import { ReleaseQueryOrder } from 'azure-devops-node-api/interfaces/ReleaseInterfaces.js';
import { carriesKey } from '../../core/firing.ts';
import type { ReleaseTarget } from '../../core/firing-target.ts';
import type { Effect, FiringTargets } from '../../ports/firing-targets.ts';
import { type Definition, type ReleaseAnswer, emptyAnswer, readAnswer, releaseSchema } from './answers.ts';
import { findDefinition } from './definitions.ts';
import { type LookUp, lookedUpOnce } from './look-up.ts';
import type { Organization } from './organization.ts';

/** The most releases that the service lists in one answer. */
const pageSize = 100;

export function createReleases(organization: Organization): FiringTargets<ReleaseTarget> {
  const withDefinition: LookUp<ReleaseTarget, Definition> = lookedUpOnce((target) =>
    findDefinition(organization, target),
  );

  return {
    verify: (target) => withDefinition(target, () => Promise.resolve()),

    find: (target, key, since) =>
      withDefinition(target, async (definition) => {
        for await (const release of releasesSince(organization, target, definition, since)) {
          if (carriesKey(release.description ?? undefined, key)) {
            return asRelease(release, organization, target);
          }
        }
        return undefined;
      }),

    create: (target, { facts: { version }, description }) =>
      withDefinition(target, async (definition) => {
        const action = `create a release of '${definition.name}' in project '${target.project}'`;
        const artifacts = [{ alias: target.artifact, instanceReference: { id: version, name: version } }];
        const order = { definitionId: definition.id, description, artifacts, isDraft: false };
        const answer = await organization.call(action, (api) => api.createRelease(order, target.project));
        const release = readAnswer(answer, releaseSchema, { organization: organization.url, action });
        // Whether it took effect is not known: the next turn looks before it calls.
        if (release === undefined) throw emptyAnswer(action);
        return asRelease(release, organization, target);
      }),

    async tag(target, { id, name }, tags) {
      if (id === undefined) return;
      const action = `tag the release '${name}' in project '${target.project}'`;
      await organization.call(action, (api) => api.addReleaseTags([...tags], target.project, id));
    },
  };
}

/**
 * The releases of a definition from `since` on, oldest first. ReleaseApi.getReleases hides the continuation token
 * of the answer, so the last id seen is the token; whether the service starts at it or after it makes no difference.
 */
async function* releasesSince(
  organization: Organization,
  { project }: ReleaseTarget,
  definition: Definition,
  since: Date,
): AsyncGenerator<ReleaseAnswer> {
  const action = `list the releases of '${definition.name}' in project '${project}'`;
  let last: number | undefined;
  for (;;) {
    const token = last;
    const answer = await organization.call(action, (api) =>
      api.getReleases(
        project,
        definition.id,
        undefined, // stage
        undefined, // search text
        undefined, // created by
        undefined, // status
        undefined, // status of the stage
        since,
        undefined, // maximum creation time
        ReleaseQueryOrder.Ascending,
        pageSize,
        token,
      ),
    );
    const call = { organization: organization.url, action };
    const page = readAnswer(answer, z.array(releaseSchema), call);
    // Never to be taken for "no such release": the release would be made twice.
    if (page === undefined) throw emptyAnswer(action);
    const fresh = page.filter(({ id }) => last === undefined || id > last);
    yield* fresh;
    const end = fresh.at(-1);
    if (end === undefined) return;
    last = end.id;
  }
}

function asRelease(answer: ReleaseAnswer, organization: Organization, { project }: ReleaseTarget): Effect {
  const path = `${encodeURIComponent(project)}/_releaseProgress?releaseId=${answer.id}`;
  const url = answer._links?.web?.href ?? `${organization.url}/${path}`;
  return { id: answer.id, name: answer.name, url };
}
