// Event subscriptions of a workspace or registry in Azure Resource Manager.
import * as z from 'zod';
import type { EventSubscription } from '../../core/event-hooks/own-subscription.ts';
import { given } from '../../core/given.ts';
import { type ModelSource, sourcePath } from '../../core/model/source.ts';
import type { EventSubscriptions } from '../../ports/event-hooks.ts';
import type { ArmClient } from './arm/client.ts';

/** The version that the artifact type's bindings use as well. */
export const eventGridApiVersion = '2022-06-15';

// Destinations of other kinds, and subscriptions made elsewhere, lack what is optional here.
const shape = z
  .looseObject({
    name: z.string(),
    systemData: z.looseObject({ createdAt: z.string().nullish() }).nullish(),
    properties: z.looseObject({
      labels: z.array(z.string()).nullish(),
      filter: z
        .looseObject({
          includedEventTypes: z.array(z.string()).nullish(),
          subjectBeginsWith: z.string().nullish(),
        })
        .nullish(),
      destination: z
        .looseObject({
          properties: z
            .looseObject({
              deliveryAttributeMappings: z.array(z.looseObject({ name: z.string().nullish() })).nullish(),
            })
            .nullish(),
        })
        .nullish(),
    }),
  })
  .transform(({ name, systemData, properties: { labels, filter, destination } }): EventSubscription => ({
    name,
    labels: labels ?? [],
    eventTypes: filter?.includedEventTypes ?? [],
    subjectPrefix: filter?.subjectBeginsWith ?? '',
    headers: (destination?.properties?.deliveryAttributeMappings ?? []).flatMap((each) => each.name ?? []),
    ...given({ createdAt: systemData?.createdAt }),
  }));

const pathOf = (source: ModelSource): string =>
  `${sourcePath(source)}/providers/Microsoft.EventGrid/eventSubscriptions`;

/** @param arm a client of `eventGridApiVersion` */
export function createEventSubscriptions(arm: ArmClient): EventSubscriptions {
  return {
    async list(source) {
      const found: EventSubscription[] = [];
      for await (const each of arm.list(pathOf(source), shape)) found.push(each);
      return found;
    },
    delete: (source, name) => arm.delete(`${pathOf(source)}/${encodeURIComponent(name)}`),
  };
}
