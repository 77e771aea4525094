// Obeys replay orders: what is to fire again is owed again, under a key of its own.
import { inWords } from '../src/core/firing/decide-owed.ts';
import { type WatchOrders, withoutReplay } from '../src/core/watch/orders.ts';
import { type Watch, watchId } from '../src/core/watch/watch.ts';
import type { WatchControls } from '../src/ports/watch-controls.ts';
import type { WatchStore } from '../src/ports/watch-store.ts';

/** Done twice, e.g. after a crash, it has the effect of once: the store knows which replay a version has had. */
export async function takeReplays(
  watch: Watch,
  { replays }: WatchOrders,
  { store, controls }: { readonly store: WatchStore; readonly controls: WatchControls },
): Promise<void> {
  const id = watchId(watch);
  for (const order of replays) {
    await store.reopen(id, order, inWords('replayed', order));
    await controls.change(id, (orders) => withoutReplay(orders, order));
  }
}
