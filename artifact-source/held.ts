// Tells of versions that are held back: each once for a reason, not on every turn.
import { ofVersion } from '../src/core/watch/event.ts';
import { type FiringIdentity, identityOf } from '../src/core/watch/history.ts';
import { type Watch, watchId } from '../src/core/watch/watch.ts';
import type { WatchEvents } from '../src/ports/watch-events.ts';

export interface HeldBack {
  readonly version: FiringIdentity;
  readonly reason: string;
}

export interface Holdings {
  /** @param held all that are held back now; one that is not among them any more is told of again when it comes back */
  tell(watch: Watch, held: readonly HeldBack[]): void;
}

export function createHoldings(events: WatchEvents): Holdings {
  const told = new Map<string, ReadonlyMap<string, string>>();
  return {
    tell(watch, held) {
      const before = told.get(watchId(watch));
      for (const { version, reason } of held) {
        if (before?.get(identityOf(version)) === reason) continue;
        events.emit({ event: 'held', ...ofVersion(watch, version), reason });
      }
      if (held.length === 0) told.delete(watchId(watch));
      else
        told.set(watchId(watch), new Map(held.map(({ version, reason }) => [identityOf(version), reason])));
    },
  };
}
