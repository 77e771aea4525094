// Asks a destination whether it wants events, before any is delivered: the validation handshake of either schema.
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { ArmError } from '../arm/arm-error.ts';
import { httpsCall, type HttpAnswer } from '../kernel/https-client.ts';
import type { EventSubscription } from './subscription.ts';

/** What the service gives a destination for its answer. Milliseconds. */
const answerMs = 30_000;
const answerBytes = 64 * 1024;

export interface HandshakeSurroundings {
  readonly caPem: string;
  readonly topic: string;
  readonly now: () => Date;
}

const validationAnswer = z.looseObject({ validationResponse: z.string() });

/** The error as Event Grid words it. */
function refused(endpointUrl: string, why: string): ArmError {
  const { origin, pathname } = new URL(endpointUrl);
  return new ArmError({
    status: 400,
    code: 'Url validation',
    message: `Webhook validation handshake failed for ${origin}${pathname}. ${why} For troubleshooting, visit https://aka.ms/esvalidation.`,
  });
}

/** The static headers that the subscription adds to every request. */
export function staticHeaders({ properties }: EventSubscription): Record<string, string> {
  const mappings = properties.destination.properties.deliveryAttributeMappings;
  return Object.fromEntries(mappings.map(({ name, properties: { value } }) => [name, value]));
}

async function validateByEvent(
  subscription: EventSubscription,
  { caPem, topic, now }: HandshakeSurroundings,
): Promise<string | undefined> {
  const validationCode = randomUUID().toUpperCase();
  const event = {
    id: randomUUID(),
    topic,
    subject: '',
    data: {
      validationCode,
      validationUrl: `https://rp-westeurope.eventgrid.azure.net:553/eventsubscriptions/${subscription.name}/validate?id=${validationCode}`,
    },
    eventType: 'Microsoft.EventGrid.SubscriptionValidationEvent',
    eventTime: now().toISOString(),
    metadataVersion: '1',
    dataVersion: '2',
  };
  const answer = await httpsCall({
    method: 'POST',
    url: subscription.properties.destination.properties.endpointUrl,
    headers: {
      ...staticHeaders(subscription),
      'Content-Type': 'application/json; charset=utf-8',
      'aeg-event-type': 'SubscriptionValidation',
      'aeg-subscription-name': subscription.name.toUpperCase(),
      'aeg-delivery-count': '0',
      'aeg-data-version': '2',
      'aeg-metadata-version': '1',
    },
    body: JSON.stringify([event]),
    caPem,
    timeoutMs: answerMs,
    maxBytes: answerBytes,
  });
  if (answer.status !== 200) return `Http POST request failed with response code ${answer.status}.`;
  const read = validationAnswer.safeParse(jsonOf(answer));
  if (read.success && read.data.validationResponse.toUpperCase() === validationCode) return undefined;
  return 'The answer does not hold the validation code (validating by hand through validationUrl is not emulated).';
}

function jsonOf({ body }: HttpAnswer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}

/** CloudEvents have a handshake of their own: OPTIONS, answered by the origin that may send. */
async function validateByOptions(
  subscription: EventSubscription,
  { caPem }: HandshakeSurroundings,
): Promise<string | undefined> {
  const origin = 'eventgrid.azure.net';
  const answer = await httpsCall({
    method: 'OPTIONS',
    url: subscription.properties.destination.properties.endpointUrl,
    headers: { ...staticHeaders(subscription), 'WebHook-Request-Origin': origin },
    caPem,
    timeoutMs: answerMs,
    maxBytes: answerBytes,
  });
  if (answer.status !== 200) return `Http OPTIONS request failed with response code ${answer.status}.`;
  const allowed = answer.headers['webhook-allowed-origin'];
  if (allowed === '*' || allowed === origin) return undefined;
  return `The header WebHook-Allowed-Origin is '${String(allowed ?? '')}', not '${origin}' or '*'.`;
}

/** Throws ArmError 400 `Url validation` when the destination does not answer as it must. */
export async function validateDestination(
  subscription: EventSubscription,
  surroundings: HandshakeSurroundings,
): Promise<void> {
  const { destination, eventDeliverySchema } = subscription.properties;
  const validate = eventDeliverySchema === 'EventGridSchema' ? validateByEvent : validateByOptions;
  const why = await validate(subscription, surroundings).catch(
    (error: unknown) =>
      `Http POST request failed with response code Unknown (${error instanceof Error ? error.message : String(error)}).`,
  );
  if (why !== undefined) throw refused(destination.properties.endpointUrl, why);
}
