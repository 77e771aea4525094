// Where a version stands and what becomes of it next, in words. Pure.
import { inWords, orderedAbout } from '../firing/decide-owed.ts';
import type { KnownVersion } from '../watch/history.ts';
import { type WatchOrders, orderAbout } from '../watch/orders.ts';

/** E.g. "owed, and held back: the watch is held: release freeze". */
export function standingOf(version: KnownVersion, orders: WatchOrders): string {
  const replay = orderAbout(orders.replays, version);
  const again =
    replay === undefined ? '' : `; ${inWords('replayed', replay)}, so it fires again on the next turn`;
  return `${stateInWords(version, orders)}${again}`;
}

function stateInWords(version: KnownVersion, orders: WatchOrders): string {
  const { state, reason } = version;
  switch (state) {
    case 'baseline':
      return 'known from the beginning, so it does not fire: it was there when the watch began';
    case 'fired':
      return `fired: ${reason}`;
    case 'passed-over':
      return `passed over: ${reason}`;
    case 'ignored':
      return `ignored: ${reason}`;
    case 'waiting': {
      const said = orderedAbout(version, { ...orders, holds: [] });
      return said === undefined || said.action === 'hold'
        ? `waiting: ${reason}`
        : `waiting, and ${willBe[said.action]}: ${said.reason}`;
    }
    case 'owed': {
      const said = orderedAbout(version, orders);
      return said === undefined
        ? `owed, and fires on the next turn: ${reason}`
        : `owed, and ${willBe[said.action]}: ${said.reason}`;
    }
  }
}

const willBe = {
  fire: 'fires on the next turn',
  'pass-over': 'passed over on the next turn',
  ignore: 'left out on the next turn',
  hold: 'held back',
} as const;
