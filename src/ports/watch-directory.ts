// Which watches a state belongs to, so that commands can name them without the configuration.
import type { WatchListing } from '../core/watch/listing.ts';

export interface WatchDirectory {
  /** The watches of the watcher that ran last on this state, in its order. */
  list(): Promise<readonly WatchListing[]>;

  /** Replaces the whole list. */
  enlist(watches: readonly WatchListing[]): Promise<void>;
}
