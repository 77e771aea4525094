// Which watches a command is for. Pure.
import { fail } from '../errors/catalogue.ts';
import type { WatchListing } from '../watch/listing.ts';

export interface WatchSelection {
  /** The command, for messages. */
  readonly command: string;
  /** Only those of this model. */
  readonly model?: string;
  /** Only the one of this name. */
  readonly watch?: string;
  /** True if several may be meant: the command only looks, or the person said so. */
  readonly all: boolean;
}

/** @throws WatchUnknown, WatchModelUnknown, WatchAmbiguous */
export function selectWatches(
  watches: readonly WatchListing[],
  { command, model, watch: name, all }: WatchSelection,
): readonly WatchListing[] {
  const named = name === undefined ? watches : watches.filter((watch) => watch.name === name);
  if (name !== undefined && named.length === 0) {
    throw fail('WatchUnknown', { watch: name, known: watches.map((watch) => watch.name) });
  }
  const found = model === undefined ? named : named.filter((watch) => watch.model === model);
  if (model !== undefined && found.length === 0) {
    throw fail('WatchModelUnknown', { model, known: [...new Set(named.map((watch) => watch.model))] });
  }
  if (found.length > 1 && !all) {
    throw fail('WatchAmbiguous', { command, watches: found.map((watch) => watch.name) });
  }
  return found;
}
