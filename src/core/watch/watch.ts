// A watch: whose new versions fire what, and how many of them.
import type { FiringTarget } from '../firing/target.ts';
import { type ModelSource, sourceId } from '../model/source.ts';
import type { WatchRules } from '../watch-rules/watch-rules.ts';

/**
 * - `latest`: only the newest of several new versions fires
 * - `every`: each one does, in registration order
 * - `manual`: none fires by itself; new versions are told and recorded
 */
export type WatchMode = 'latest' | 'every' | 'manual';

/**
 * Unless a watch says otherwise. More than a training pipeline registers between two checks, less than a workspace that was
 * copied, or a loop gone wrong.
 */
export const usualStormLimit = 50;

export interface Watch {
  readonly name: string;
  readonly source: ModelSource;
  readonly model: string;
  readonly mode: WatchMode;
  readonly target: FiringTarget;
  /** How many of its releases may be in progress at once; absent: any number. */
  readonly inFlight?: number | undefined;
  /** Which versions may fire; absent: all. */
  readonly rules?: WatchRules;
  /** So many new versions at once still fire; more hold the watch until a person has looked. Absent: any number. */
  readonly stormLimit?: number;
  /** The first version that counts as new when the watch begins; absent: what is there then counts as known. */
  readonly from?: string;
}

/**
 * Under which name the store keeps a watch. It holds the source, so that a watch that is pointed at another
 * model begins anew instead of taking all of that model's versions for new ones.
 */
export function watchId(watch: Watch): string {
  const known = ids.get(watch);
  if (known !== undefined) return known;
  const id = `${sourceId(watch.source)}/models/${watch.model}#${watch.name}`;
  ids.set(watch, id);
  return id;
}

/** Each is asked for several times in every check. */
const ids = new WeakMap<Watch, string>();
