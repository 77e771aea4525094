// The body of one delivery: the handshake, or one to many events. Reading never throws, whatever it is given.
import { type GridEvent, readGridEvent } from './grid-event.ts';

export type Delivery =
  | { readonly kind: 'handshake'; readonly code: string }
  | { readonly kind: 'events'; readonly events: readonly Exclude<GridEvent, { kind: 'validation' }>[] }
  | { readonly kind: 'unreadable'; readonly problem: string };

/** The most events that Event Grid puts into one delivery (its limit for maxEventsPerBatch). */
const maxEvents = 5000;

/**
 * @param body JSON: an array of events (Event Grid's schema always, CloudEvents when batched) or a single CloudEvent
 */
export function readDelivery(body: string): Delivery {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return { kind: 'unreadable', problem: 'the body is not JSON' };
  }
  const items: readonly unknown[] = Array.isArray(value) ? value : [value];
  if (items.length === 0) return { kind: 'unreadable', problem: 'the body holds no event' };
  if (items.length > maxEvents) {
    return { kind: 'unreadable', problem: `the body holds ${items.length} events, more than ${maxEvents}` };
  }
  const events = items.map(readGridEvent);
  const [first] = events;
  if (first?.kind === 'validation' && events.length === 1) return { kind: 'handshake', code: first.code };
  const others = events.filter((event) => event.kind !== 'validation');
  return others.length === events.length
    ? { kind: 'events', events: others }
    : { kind: 'unreadable', problem: 'the body mixes a validation with other events' };
}
