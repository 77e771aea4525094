// A firing: one model version that has to have one effect, and how Azure DevOps recognises it again.
import { targetSlot } from './firing-target.ts';
import { studioLink } from './firing-facts.ts';
import { isRegistry, kindOf } from './model-source.ts';
import { type ModelVersion, type VersionIdentity, compareByCreation } from './model-version.ts';
import { identityOf } from './watch-history.ts';
import type { Watch, WatchMode } from './watch.ts';

export interface Firing {
  readonly watch: Watch;
  readonly version: VersionIdentity;
  readonly reason: string;
  /** The version as the registry has it; absent if it is not there any more. */
  readonly registered?: ModelVersion;
}

/**
 * The text by which the effect of this firing is found again: the same for every watcher that owes it, whatever
 * the watch is called, and different for a version number that was deleted and registered again.
 */
export function firingKey({ watch, version }: Firing): string {
  const { subscriptionId, resourceGroup, name } = watch.source;
  // No name in Azure has a colon, so no workspace has the key of a registry.
  const place = isRegistry(watch.source) ? `registry:${name}` : name;
  const source = [subscriptionId, resourceGroup, place].join('/').toLowerCase();
  return `azureml-model-release ${source}/${watch.model}/${identityOf(version)} -> ${targetSlot(watch.target)}`;
}

/** The longest that the tags may make a description, in characters: its own limit is not documented. */
const longestTags = 500;

/** What the release says about itself. Its last line carries the key: `carriesKey` reads it. */
export function releaseDescription(firing: Firing): string {
  const { watch, version, reason, registered } = firing;
  const tags = Object.entries(registered?.tags ?? {}).map(([name, value]) => `${name}=${value}`);
  return (
    `Model ${watch.model} version ${version.version} of ${kindOf(watch.source)} ${watch.source.name} ` +
    `(resource group ${watch.source.resourceGroup}), registered at ${version.createdAt}. ` +
    `Fired by the watch ${watch.name}: ${reason}.\n` +
    (registered?.jobName === undefined ? '' : `Training run: ${registered.jobName}.\n`) +
    (tags.length === 0 ? '' : `Tags: ${shortened(tags.join(', '))}.\n`) +
    `${studioLink(firing)}\n[${firingKey(firing)}]`
  );
}

function shortened(text: string): string {
  return text.length > longestTags ? `${text.slice(0, longestTags)}…` : text;
}

/** True if a release with this description is the one of `key`. */
export function carriesKey(description: string | undefined, key: string): boolean {
  return description?.includes(`[${key}]`) ?? false;
}

/**
 * Tags that make the release or the run findable by model, by version and by source. Without colon or slash: Azure DevOps puts a tag
 * into the path of the address that removes it.
 */
export function effectTags({ watch, version }: Firing): readonly string[] {
  const tag = `azureml-model-${watch.model}`;
  return [tag, `${tag}-${version.version}`, `azureml-${kindOf(watch.source)}-${watch.source.name}`];
}

export interface OwedDecision {
  readonly firing: Firing;
  readonly action: 'fire' | 'pass-over';
  readonly reason: string;
}

/**
 * What to do with the owed firings of one watch, oldest first. In mode `latest` several can be owed when Azure
 * DevOps could not be reached for a while: only the newest of them is still wanted.
 */
export function decideOwed(mode: WatchMode, owed: readonly Firing[]): readonly OwedDecision[] {
  const sorted = owed.toSorted((a, b) => compareByCreation(a.version, b.version));
  const newest = sorted.at(-1);
  return sorted.map((firing) =>
    mode !== 'latest' || firing === newest
      ? { firing, action: 'fire', reason: firing.reason }
      : {
          firing,
          action: 'pass-over',
          reason: `version ${newest?.version.version ?? ''} was registered before this one could be fired`,
        },
  );
}
