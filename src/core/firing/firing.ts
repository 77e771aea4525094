// A firing: one model version that has to have one effect, and how Azure DevOps recognises it again.
import { type FiringTarget, targetSlot } from './target.ts';
import { isRegistry, kindOf } from '../model/source.ts';
import type { ModelVersion } from '../model/version.ts';
import { studioLink } from '../model/studio-link.ts';
import { type FiringIdentity, identityOf } from '../watch/history.ts';
import type { Watch } from '../watch/watch.ts';

export interface Firing {
  readonly watch: Watch;
  readonly version: FiringIdentity;
  readonly reason: string;
  /** The version as the registry has it; absent if it is not there any more. */
  readonly registered?: ModelVersion;
}

/**
 * The text by which the effect of this firing is found again: the same for every watcher that owes it, whatever
 * the watch is called, and different for a version number that was deleted and registered again, and for each replay.
 */
export function firingKey({ watch, version }: Firing): string {
  const { subscriptionId, resourceGroup, name } = watch.source;
  // No name in Azure has a colon, so no workspace has the key of a registry.
  const place = isRegistry(watch.source) ? `registry:${name}` : name;
  const source = [subscriptionId, resourceGroup, place].join('/').toLowerCase();
  const which = `${identityOf(version)}${version.replay === undefined ? '' : ` replay ${version.replay}`}`;
  return `azureml-model-release ${source}/${watch.model}/${which} -> ${targetSlot(watch.target)}`;
}

/**
 * Azure DevOps' clock and the registry's are two: what was made for a version may seem to be older than the version by
 * this many milliseconds at most.
 */
const clockDifference = 10 * 60_000;

/** From when on something made for this version is looked for. */
export function madeSince({ createdAt }: Pick<ModelVersion, 'createdAt'>): Date {
  return new Date(Date.parse(createdAt) - clockDifference);
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
    `${studioLink(watch, version.version)}\n[${firingKey(firing)}]`
  );
}

function shortened(text: string): string {
  return text.length > longestTags ? `${text.slice(0, longestTags)}…` : text;
}

/** True if a release with this description is the one of `key`. */
export function carriesKey(description: string | undefined, key: string): boolean {
  return description?.includes(`[${key}]`) ?? false;
}

/** True if a release with this description was made by a watch for the target's artifact. */
export function isOfWatch(description: string, target: FiringTarget): boolean {
  const key = description.slice(description.lastIndexOf('[azureml-model-release '));
  return key.startsWith('[azureml-model-release ') && key.trimEnd().endsWith(` -> ${targetSlot(target)}]`);
}

/**
 * Tags that make the release or the run findable by model, by version and by source. Without colon or slash: Azure DevOps puts a tag
 * into the path of the address that removes it.
 */
export function effectTags({ watch, version }: Firing): readonly string[] {
  const tag = `azureml-model-${watch.model}`;
  return [tag, `${tag}-${version.version}`, `azureml-${kindOf(watch.source)}-${watch.source.name}`];
}
