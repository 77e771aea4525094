// Classic releases of an Azure DevOps organization, through azure-devops-node-api.
import * as z from 'zod';
import { ReleaseQueryOrder, ReleaseStatus } from 'azure-devops-node-api/interfaces/ReleaseInterfaces.js';
import { carriesKey, madeSince } from '../../core/firing/firing.ts';
import type { ReleaseTarget } from '../../core/firing/target.ts';
import type { Effect, FiringTargets } from '../../ports/firing-targets.ts';
import { type Definition, type ReleaseAnswer, emptyAnswer, readAnswer, releaseSchema } from './answers.ts';
import { findDefinition } from './definitions.ts';
import { type LookUp, lookedUpOnce } from './look-up.ts';
import type { Organization } from './organization.ts';

/** The most releases that the service lists in one answer. */
const pageSize = 100;

export interface ReleasesOptions {
  /**
   * Whether another watcher may make a release for the same firing at this very moment. It is then made as a draft, and
   * of all that carry its key only the one with the lowest id is started: every watcher that looks after it has made its
   * own sees that one. Takes two calls more, and the right to manage releases.
   */
  readonly hasRivals: boolean;
}

export function createReleases(
  organization: Organization,
  { hasRivals }: ReleasesOptions = { hasRivals: false },
): FiringTargets<ReleaseTarget> {
  const withDefinition: LookUp<ReleaseTarget, Definition> = lookedUpOnce((target) =>
    findDefinition(organization, target),
  );

  async function firstWith(target: ReleaseTarget, definition: Definition, key: string, since: Date) {
    for await (const release of releasesSince(organization, target, definition, since)) {
      if (carriesKey(release.description ?? undefined, key)) return release;
    }
    return undefined;
  }

  async function turn({ project }: ReleaseTarget, { id, name }: ReleaseAnswer, to: 'start' | 'abandon') {
    const action = `${to} the release '${name}' in project '${project}'`;
    const status = to === 'start' ? ReleaseStatus.Active : ReleaseStatus.Abandoned;
    await organization.call(action, (api) => api.updateReleaseResource({ status }, project, id));
  }

  return {
    verify: (target) => withDefinition(target, () => Promise.resolve()),

    find: (target, key, since) =>
      withDefinition(target, async (definition) => {
        const release = await firstWith(target, definition, key, since);
        // A draft has had no effect yet: whoever still fires comes upon it again in `create`, and starts it there.
        if (release === undefined || release.status === ReleaseStatus.Draft) return undefined;
        return asRelease(release, organization, target);
      }),

    create: (target, { key, facts, description }) =>
      withDefinition(target, async (definition) => {
        const action = `create a release of '${definition.name}' in project '${target.project}'`;
        const { version } = facts;
        const artifacts = [{ alias: target.artifact, instanceReference: { id: version, name: version } }];
        const order = { definitionId: definition.id, description, artifacts, isDraft: hasRivals };
        const answer = await organization.call(action, (api) => api.createRelease(order, target.project));
        const release = readAnswer(answer, releaseSchema, { organization: organization.url, action });
        // Whether it took effect is not known: the next turn looks before it calls.
        if (release === undefined) throw emptyAnswer(action);
        if (!hasRivals) return asRelease(release, organization, target);
        const first = (await firstWith(target, definition, key, madeSince(facts))) ?? release;
        if (first.id !== release.id) await turn(target, release, 'abandon');
        // Starting it twice changes nothing, so it may be another watcher's.
        if (first.status === ReleaseStatus.Draft) await turn(target, first, 'start');
        return asRelease(first, organization, target);
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
