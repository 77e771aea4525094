// Notices the orders that commands write down, so that they are obeyed at once and not at the next check.
import { sourceId } from '../src/core/model/source.ts';
import type { WatchOrders } from '../src/core/watch/orders.ts';
import { type Watch, watchId } from '../src/core/watch/watch.ts';
import type { Clock } from '../src/ports/clock.ts';
import type { WatchControls } from '../src/ports/watch-controls.ts';

/** From one look to the next, in milliseconds. A look is one number read from memory that the commands share. */
const pause = 1000;

export interface OrderWatchPorts {
  /** Another number whenever somebody else has written to the state. */
  readonly writtenByOthers: () => number;
  readonly controls: Pick<WatchControls, 'all'>;
  /** What is watched now. */
  readonly watches: () => readonly Watch[];
  /** @param id of the source to check at once */
  readonly wake: (id: string) => void;
  readonly clock: Clock;
}

/** Goes on until `signal` aborts. A state that cannot be read is looked at again: the checks tell of it. */
export async function watchForOrders(ports: OrderWatchPorts, signal: AbortSignal): Promise<void> {
  let seen: { readonly written: number; readonly orders: ReadonlyMap<string, string> } | undefined;
  while (!signal.aborted) {
    try {
      const written = ports.writtenByOthers();
      if (written !== seen?.written) {
        const orders = inText(await ports.controls.all());
        if (seen !== undefined) wakeChanged(seen.orders, orders, ports);
        seen = { written, orders };
      }
    } catch {
      // Busy or broken for now.
    }
    await ports.clock.sleep(pause, signal);
  }
}

function wakeChanged(
  before: ReadonlyMap<string, string>,
  now: ReadonlyMap<string, string>,
  { watches, wake }: Pick<OrderWatchPorts, 'watches' | 'wake'>,
): void {
  const changed = watches().filter((watch) => now.get(watchId(watch)) !== before.get(watchId(watch)));
  for (const id of new Set(changed.map(({ source }) => sourceId(source)))) wake(id);
}

function inText(orders: ReadonlyMap<string, WatchOrders>): ReadonlyMap<string, string> {
  return new Map([...orders].map(([id, each]) => [id, JSON.stringify(each)]));
}
