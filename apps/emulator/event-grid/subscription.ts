// An event subscription as clients put it, and as Event Grid shows it: what is secret does not come back.
import { z } from 'zod';
import { ArmError } from '../arm/arm-error.ts';

/** The service's limits: custom headers of a delivery, and the bytes of each value. */
const maxHeaders = 10;
const maxHeaderBytes = 4096;

const deliveryAttribute = z.strictObject({
  name: z
    .string()
    .min(1)
    .regex(/^[A-Za-z0-9-_]+$/)
    .regex(/^(?!aeg-)/i),
  type: z.literal('Static'),
  properties: z.strictObject({
    value: z
      .string()
      .refine((value) => Buffer.byteLength(value) <= maxHeaderBytes, `longer than ${maxHeaderBytes} bytes`),
    isSecret: z.boolean().default(false),
  }),
});

const destination = z.strictObject({
  endpointType: z.literal('WebHook'),
  properties: z.strictObject({
    endpointUrl: z.string(),
    maxEventsPerBatch: z.literal(1).optional(),
    preferredBatchSizeInKilobytes: z.int().min(1).max(1024).optional(),
    deliveryAttributeMappings: z.array(deliveryAttribute).max(maxHeaders).default([]),
  }),
});

export const subscriptionBody = z.object({
  properties: z.strictObject({
    destination,
    filter: z
      .strictObject({
        includedEventTypes: z.array(z.string()).nullish(),
        subjectBeginsWith: z.string().default(''),
        subjectEndsWith: z.string().default(''),
        isSubjectCaseSensitive: z.boolean().default(false),
      })
      .prefault({}),
    labels: z.array(z.string()).default([]),
    eventDeliverySchema: z.enum(['EventGridSchema', 'CloudEventSchemaV1_0']).default('EventGridSchema'),
    retryPolicy: z
      .strictObject({
        maxDeliveryAttempts: z.int().min(1).max(30).default(30),
        eventTimeToLiveInMinutes: z.int().min(1).max(1440).default(1440),
      })
      .prefault({}),
  }),
});

export type SubscriptionProperties = z.infer<typeof subscriptionBody>['properties'];

/** Reads the body of a PUT. Throws ArmError 400 naming what is wrong, or what is not emulated. */
export function parseSubscription(body: unknown): SubscriptionProperties {
  const invalid = (reason: string): ArmError =>
    new ArmError({
      status: 400,
      code: 'InvalidRequest',
      message: `Invalid event subscription request: ${reason}`,
    });
  const read = subscriptionBody.safeParse(body);
  if (!read.success) throw invalid(z.prettifyError(read.error));
  const { properties } = read.data;
  const url = properties.destination.properties.endpointUrl;
  if (!URL.canParse(url) || new URL(url).protocol !== 'https:')
    throw invalid(
      'Supplied URL is invalid. It cannot be null or empty and should be a proper HTTPS URL like https://www.example.com.',
    );
  return properties;
}

export type ProvisioningState = 'Creating' | 'Succeeded' | 'Failed' | 'Deleting';

export interface EventSubscription {
  readonly name: string;
  readonly properties: SubscriptionProperties;
  /** Replacing it does not change that. */
  readonly createdAt: Date;
  state: ProvisioningState;
  /** Whether the destination has answered the handshake: only then are events delivered. */
  isValidated: boolean;
}

/** The URL without its query, which may hold a key. */
function baseUrl(url: string): string {
  const { origin, pathname } = new URL(url);
  return origin + pathname;
}

export function subscriptionView(
  topic: string,
  { name, properties, createdAt, state }: EventSubscription,
): unknown {
  const { destination: target, ...rest } = properties;
  return {
    id: `${topic}/providers/Microsoft.EventGrid/eventSubscriptions/${name}`,
    name,
    type: 'Microsoft.EventGrid/eventSubscriptions',
    systemData: { createdAt: createdAt.toISOString() },
    properties: {
      ...rest,
      topic,
      provisioningState: state,
      destination: {
        endpointType: target.endpointType,
        properties: {
          endpointBaseUrl: baseUrl(target.properties.endpointUrl),
          maxEventsPerBatch: 1,
          deliveryAttributeMappings: target.properties.deliveryAttributeMappings.map((mapping) => ({
            ...mapping,
            properties: mapping.properties.isSecret
              ? { value: 'Hidden', isSecret: true }
              : mapping.properties,
          })),
        },
      },
    },
  };
}
