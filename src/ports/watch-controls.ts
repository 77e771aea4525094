// What was ordered for the watches. Commands write it while a watcher runs; the watcher obeys on its next turn, which it begins at once where it can see them.
import type { WatchOrders } from '../core/watch/orders.ts';

export interface WatchControls {
  /** The orders of every watch that has any, by the watch's id. */
  all(): Promise<ReadonlyMap<string, WatchOrders>>;

  /** The orders of one watch; `noOrders` for one that has none. */
  orders(watchId: string): Promise<WatchOrders>;

  /**
   * Replaces the orders of a watch by what `change` makes of them, as one transaction: of two changes at the same time
   * none is lost. `change` has to be pure, as it may be called again.
   *
   * @returns the orders as they are now
   */
  change(watchId: string, change: (orders: WatchOrders) => WatchOrders): Promise<WatchOrders>;
}
