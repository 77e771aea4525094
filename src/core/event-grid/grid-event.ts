// One event as Event Grid sends it, in its own schema or as a CloudEvent. Reading never throws, whatever it is given.
import * as z from 'zod';
import { type ModelRegistered, readModelRegistered } from './model-registered.ts';

export type GridEvent =
  | ({ readonly kind: 'model-registered' } & ModelRegistered)
  /** Event Grid asks whether we agree to be called; it wants the code back. */
  | { readonly kind: 'validation'; readonly code: string }
  /** Another event than those that the relay is for. */
  | { readonly kind: 'foreign'; readonly type: string }
  | { readonly kind: 'unreadable'; readonly problem: string };

const typeOf = {
  registered: 'microsoft.machinelearningservices.modelregistered',
  validation: 'microsoft.eventgrid.subscriptionvalidationevent',
};

const text = z.string().optional().catch(undefined);

/** Both schemas at once: what the one calls topic, eventType and eventTime the other calls source, type and time. */
const envelope = z.looseObject({
  eventType: text,
  type: text,
  topic: text,
  source: text,
  subject: text,
  eventTime: text,
  time: text,
  specversion: text,
  data: z.unknown().optional(),
});

/** Event Grid's codes are GUIDs; the limit keeps us from echoing whatever we are sent. */
const validationData = z.looseObject({ validationCode: z.string().min(1).max(512) });

export function readGridEvent(value: unknown): GridEvent {
  const parsed = envelope.safeParse(value);
  if (!parsed.success) return { kind: 'unreadable', problem: 'it is not an object' };
  const { eventType, type, topic, source, subject, eventTime, time, specversion, data } = parsed.data;
  const isCloudEvent = specversion !== undefined;
  const name = isCloudEvent ? type : eventType;
  if (name === undefined) return { kind: 'unreadable', problem: 'it has no event type' };
  switch (name.toLowerCase()) {
    case typeOf.validation: {
      const validation = validationData.safeParse(data);
      return validation.success
        ? { kind: 'validation', code: validation.data.validationCode }
        : { kind: 'unreadable', problem: 'it is a validation without a code' };
    }
    case typeOf.registered: {
      const read = readModelRegistered({
        topic: isCloudEvent ? source : topic,
        subject,
        data,
        time: isCloudEvent ? time : eventTime,
      });
      return 'problem' in read ? { kind: 'unreadable', ...read } : { kind: 'model-registered', ...read };
    }
    default:
      return { kind: 'foreign', type: name };
  }
}
