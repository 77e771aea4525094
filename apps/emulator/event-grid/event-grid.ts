// The emulated Event Grid: event subscriptions of one workspace through ARM, and the delivery of what happens there.
import { randomUUID } from 'node:crypto';
import { ArmError } from '../arm/arm-error.ts';
import { param, type Answer, type Operation } from '../arm/operation.ts';
import type { Time } from '../kernel/time.ts';
import { deliver } from './delivery.ts';
import { wants } from './filter.ts';
import { modelData, type DataCasing, type GridEvent, type RegisteredModel } from './grid-event.ts';
import { validateDestination } from './handshake.ts';
import { nameFilter } from './name-filter.ts';
import { parseSubscription, subscriptionView, type EventSubscription } from './subscription.ts';

export interface EventGridOptions {
  /** ARM id of the workspace, and the route that its operations hang under. */
  readonly topic: string;
  readonly route: string;
  readonly caPem: string;
  readonly time: Time;
  /** How long a subscription shows `Creating`. Milliseconds. */
  readonly operationMs: number;
  /** What the documented waits between deliveries are multiplied by: 1 is Azure's own pace. */
  readonly retryScale: number;
  /** `beforeAnswer`: a failed handshake is the PUT's error; `afterAnswer`: the PUT says 201, the state turns Failed. */
  readonly handshake: 'beforeAnswer' | 'afterAnswer';
  readonly dataCasing: DataCasing;
  /** After how many milliseconds an event is published, each time that it is; at once and once when absent. */
  readonly delaysOf?: (subject: string) => readonly number[];
  readonly log: (line: string) => void;
}

export interface DeadLetter {
  readonly subscription: string;
  readonly event: GridEvent;
  readonly reason: string;
}

export interface EventGrid {
  readonly operations: readonly Operation[];
  /** Tells every subscription that wants it that a model version was registered. */
  modelRegistered(model: RegisteredModel): void;
  publish(event: GridEvent): void;
  /** What was given up. Azure would drop it, or write it to storage. */
  deadLetters(): readonly DeadLetter[];
  /** Resolves when nothing is under way. */
  idle(): Promise<void>;
  close(): Promise<void>;
}

const namePattern = /^[A-Za-z0-9-]{3,64}$/;
const deleted: Answer = { status: 200 };
const noContent: Answer = { status: 204 };

function notFound(topic: string, name: string): ArmError {
  return new ArmError({
    status: 404,
    code: 'ResourceNotFound',
    message: `The event subscription '${name}' of '${topic}' was not found.`,
  });
}

export function createEventGrid(options: EventGridOptions): EventGrid {
  const { topic, route, caPem, time, log } = options;
  const subscriptions = new Map<string, EventSubscription>();
  const letters: DeadLetter[] = [];
  const underWay = new Set<Promise<unknown>>();
  const closing = new AbortController();

  const track = (work: Promise<unknown>): void => {
    const done = work
      .catch((error: unknown) => log(`event grid: ${error instanceof Error ? error.message : String(error)}`))
      .finally(() => underWay.delete(done));
    underWay.add(done);
  };
  const isThere = (subscription: EventSubscription): boolean =>
    subscriptions.get(subscription.name.toLowerCase()) === subscription;
  const handshake = async (subscription: EventSubscription): Promise<void> => {
    await validateDestination(subscription, { caPem, topic, now: () => time.now() });
    subscription.isValidated = true;
  };
  const settle = async (subscription: EventSubscription): Promise<void> => {
    try {
      if (!subscription.isValidated) await handshake(subscription);
      await time.wait(options.operationMs, closing.signal).catch(() => undefined);
      subscription.state = 'Succeeded';
    } catch (error) {
      subscription.state = 'Failed';
      throw error;
    }
  };
  const find = (name: string): EventSubscription => {
    const subscription = subscriptions.get(name.toLowerCase());
    if (!subscription) throw notFound(topic, name);
    return subscription;
  };
  const publish = (event: GridEvent): void => {
    const surroundings = { caPem, time, retryScale: options.retryScale, signal: closing.signal, log };
    for (const subscription of subscriptions.values()) {
      if (!subscription.isValidated || !wants(subscription.properties.filter, event)) continue;
      track(
        deliver(subscription, event, () => isThere(subscription), surroundings).then((reason) => {
          if (reason !== undefined) letters.push({ subscription: subscription.name, event, reason });
        }),
      );
    }
  };

  const all = `${route}/providers/Microsoft.EventGrid/eventSubscriptions`;
  return {
    operations: [
      {
        method: 'GET',
        path: all,
        query: ['$top', '$filter'],
        handle: (call) => {
          const top = Number(call.query('$top') ?? subscriptions.size);
          const wanted = nameFilter(call.query('$filter'));
          const value = [...subscriptions.values()].filter(({ name }) => wanted(name)).slice(0, top);
          return { status: 200, body: { value: value.map((each) => subscriptionView(topic, each)) } };
        },
      },
      {
        method: 'GET',
        path: `${all}/:name`,
        query: [],
        handle: (call) => ({ status: 200, body: subscriptionView(topic, find(param(call, 'name'))) }),
      },
      {
        method: 'PUT',
        path: `${all}/:name`,
        query: [],
        handle: async (call) => {
          const name = param(call, 'name');
          if (!namePattern.test(name))
            throw new ArmError({
              status: 400,
              code: 'InvalidRequest',
              message: `The event subscription name '${name}' is invalid: 3 to 64 letters, digits and hyphens.`,
            });
          const properties = parseSubscription(call.body);
          const createdAt = subscriptions.get(name.toLowerCase())?.createdAt ?? time.now();
          const made: EventSubscription = {
            name,
            properties,
            createdAt,
            state: 'Creating',
            isValidated: false,
          };
          if (options.handshake === 'beforeAnswer') await handshake(made);
          subscriptions.set(name.toLowerCase(), made);
          const body = subscriptionView(topic, made);
          track(settle(made));
          return { status: 201, body };
        },
      },
      {
        method: 'DELETE',
        path: `${all}/:name`,
        query: [],
        handle: (call) => (subscriptions.delete(param(call, 'name').toLowerCase()) ? deleted : noContent),
      },
    ],
    publish,
    modelRegistered: (model) => {
      const event: GridEvent = {
        id: randomUUID(),
        topic,
        subject: `models/${model.name}:${model.version}`,
        eventType: 'Microsoft.MachineLearningServices.ModelRegistered',
        eventTime: time.now().toISOString(),
        data: modelData(model, options.dataCasing),
      };
      for (const delay of options.delaysOf?.(event.subject) ?? [0]) {
        if (delay === 0) publish(event);
        else
          track(
            time.wait(delay, closing.signal).then(
              () => publish(event),
              () => undefined,
            ),
          );
      }
    },
    deadLetters: () => letters,
    idle: async () => {
      while (underWay.size > 0) await Promise.all(underWay);
    },
    close: async () => {
      closing.abort();
      await Promise.all(underWay);
    },
  };
}
