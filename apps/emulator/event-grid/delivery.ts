// Brings one event to one destination: at least once, again and again as the schedule says, and then no more.
import { httpsCall } from '../kernel/https-client.ts';
import type { Time } from '../kernel/time.ts';
import { wireForm, type GridEvent } from './grid-event.ts';
import { staticHeaders } from './handshake.ts';
import { afterAttempt } from './retry.ts';
import type { EventSubscription } from './subscription.ts';

/** Event Grid waits this long for the answer to a delivery. Milliseconds. */
const answerMs = 30_000;
const answerBytes = 1024 * 1024;

export interface DeliverySurroundings {
  readonly caPem: string;
  readonly time: Time;
  /** What documented waits are multiplied by: 1 is Azure's own pace. */
  readonly retryScale: number;
  readonly signal: AbortSignal;
  readonly log: (line: string) => void;
}

async function attempt(
  subscription: EventSubscription,
  event: GridEvent,
  count: number,
  caPem: string,
): Promise<number | undefined> {
  const { destination, eventDeliverySchema } = subscription.properties;
  const { contentType, body } = wireForm(event, eventDeliverySchema);
  const { status } = await httpsCall({
    method: 'POST',
    url: destination.properties.endpointUrl,
    headers: {
      ...staticHeaders(subscription),
      'Content-Type': contentType,
      'aeg-event-type': 'Notification',
      'aeg-subscription-name': subscription.name.toUpperCase(),
      'aeg-delivery-count': String(count - 1),
      'aeg-data-version': '',
      'aeg-metadata-version': '1',
    },
    body,
    caPem,
    timeoutMs: answerMs,
    maxBytes: answerBytes,
  }).catch(() => ({ status: undefined }));
  return status;
}

/** Resolves with why the event was given up; undefined when it arrived, or when there is nobody left to deliver to. */
export async function deliver(
  subscription: EventSubscription,
  event: GridEvent,
  isThere: () => boolean,
  { caPem, time, retryScale, signal, log }: DeliverySurroundings,
): Promise<string | undefined> {
  const { maxDeliveryAttempts, eventTimeToLiveInMinutes } = subscription.properties.retryPolicy;
  let ageMs = 0;
  for (let count = 1; isThere() && !signal.aborted; count += 1) {
    const status = await attempt(subscription, event, count, caPem);
    const decision = afterAttempt({
      status,
      count,
      ageMs,
      maxAttempts: maxDeliveryAttempts,
      timeToLiveMs: eventTimeToLiveInMinutes * 60_000,
    });
    const what = `${event.subject} to ${subscription.name}, attempt ${count}: ${status ?? 'no answer'}`;
    log(`event grid: ${what}, ${decision.kind}`);
    if (decision.kind === 'delivered') return undefined;
    if (decision.kind === 'deadLetter') return decision.reason;
    ageMs += decision.waitMs;
    await time.wait(decision.waitMs * retryScale, signal).catch(() => undefined);
  }
  return undefined;
}
