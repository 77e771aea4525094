// What becomes of an event that a release hook received: the releases of the definitions whose sources it matches.
import type { Json } from '../data-sources/template-path.ts';
import type { ArtifactType } from '../extensions/artifact-type.ts';
import type { Organization } from '../organization.ts';
import { createRelease } from '../releases/create-release.ts';
import type { Definition } from '../releases/definition.ts';
import type { ReleaseRunner } from '../releases/release-runner.ts';
import type { Hook, HookSubscription } from '../webhooks/hook-store.ts';
import { endsWithSuffix, sourceSuffix } from '../webhooks/source-match.ts';

export interface ArtifactEvent {
  readonly hook: Hook;
  readonly type: ArtifactType;
  readonly payload: Json;
  readonly mapped: Readonly<Record<string, string>>;
}

/** The subscriptions of the event's hook whose source it is about. */
function matchingSubscriptions(
  organization: Organization,
  { hook, type, payload, mapped }: ArtifactEvent,
): readonly HookSubscription[] {
  const whole = !organization.switches.mappedWebhookValuesOnly && !Array.isArray(payload);
  const values: Json = whole ? { ...(payload as Record<string, Json>), ...mapped } : mapped;
  const suffix = sourceSuffix(type, values);
  return organization.hooks
    .subscriptionsOf(hook.id)
    .filter(({ sourceId }) => endsWithSuffix(sourceId, suffix));
}

function hasRelease(
  { releases }: Organization,
  definition: Definition,
  aliases: readonly string[],
  version: string,
): boolean {
  return releases
    .all()
    .filter(({ releaseDefinition }) => releaseDefinition.id === definition.id)
    .some(({ artifacts }) =>
      artifacts.some(
        ({ alias, definitionReference }) =>
          aliases.includes(alias) && definitionReference['version']?.id === version,
      ),
    );
}

/** Makes one release of each definition; what one definition refuses does not hold up the others. */
export async function releaseForEvent(
  organization: Organization,
  runner: ReleaseRunner,
  event: ArtifactEvent,
  now: Date,
): Promise<string> {
  const matched = matchingSubscriptions(organization, event);
  if (matched.length === 0) return 'no artifact source matches the event';
  const version = event.mapped['version'] ?? '';
  const done: string[] = [];
  const failed: string[] = [];
  for (const id of new Set(matched.map(({ definitionId }) => definitionId))) {
    const definition = organization.definitions.all().find((each) => each.id === id);
    if (!definition) continue;
    const aliases = matched.filter(({ definitionId }) => definitionId === id).map(({ alias }) => alias);
    if (
      organization.switches.oneReleasePerVersion &&
      hasRelease(organization, definition, aliases, version)
    ) {
      done.push(`${definition.name} has a release of version ${version}`);
      continue;
    }
    try {
      const release = await createRelease(
        organization,
        {
          definitionId: id,
          reason: 'continuousIntegration',
          description: `Triggered by ${event.type.displayName} ${event.mapped['definition'] ?? ''} ${version}.`,
          variables: {},
          artifacts: aliases.map((alias) => ({ alias, instanceReference: { id: version, name: version } })),
        },
        now,
      );
      runner.begin(release, []);
      done.push(`${release.name} of ${definition.name} created`);
    } catch (error) {
      failed.push(`${definition.name}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  if (failed.length > 0) throw new Error([...failed, ...done].join('; '));
  return done.join('; ');
}
