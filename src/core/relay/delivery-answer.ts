// Which status answers a delivery: Event Grid is made to retry exactly when a retry can help.
import type { RelayOutcome } from './relay-outcome.ts';

export interface DeliveryAnswer {
  readonly status: 200 | 400 | 403 | 503;
  readonly reason: string;
}

/**
 * Event Grid takes 200 to 204 for delivered, gives up at once (dead-letters or drops) on 400, 401, 403 and 413, and
 * retries everything else; 503 after 30 s or more, most others after 10 s. The answer is for all events together, so
 * one that has to come again brings the others back: those that were forwarded are remembered and not forwarded twice.
 *
 * https://learn.microsoft.com/azure/event-grid/delivery-and-retry
 */
export function deliveryAnswer(outcomes: readonly RelayOutcome[]): DeliveryAnswer {
  const later = outcomes.find(({ outcome }) => outcome === 'later');
  if (later !== undefined) return { status: 503, reason: `a retry can help: ${later.reason}` };
  // Refused next to forwarded: an answer other than 200 is the only way to have the refused one dead-lettered.
  const refused = outcomes.find((each) => each.outcome === 'refused');
  if (refused !== undefined) {
    const status = refused.fault === 'malformed' ? 400 : 403;
    return { status, reason: `no retry can help: ${refused.reason}` };
  }
  const [first] = outcomes;
  if (first === undefined) return { status: 400, reason: 'no retry can help: the delivery holds no event' };
  return { status: 200, reason: outcomes.length === 1 ? first.reason : 'every event is dealt with' };
}
