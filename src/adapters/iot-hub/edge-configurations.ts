// Configurations of an IoT Hub over its service interface.
import * as z from 'zod';
import { fail } from '../../core/errors/catalogue.ts';
import type { EdgeConfiguration, EdgeConfigurations } from '../../ports/edge-configurations.ts';
import { resourceOf, type SendToHub } from './hub-client.ts';
import { read } from './read.ts';

const configuration = z.looseObject({
  id: z.string(),
  labels: z.record(z.string(), z.string()).nullish(),
  targetCondition: z.string().nullish(),
  priority: z.number().default(0),
  createdTimeUtc: z.string().nullish(),
  etag: z.string().nullish(),
  content: z
    .looseObject({ modulesContent: z.record(z.string(), z.record(z.string(), z.unknown())).nullish() })
    .nullish(),
});

const moduleSpec = z.looseObject({ settings: z.looseObject({ image: z.string() }) });
const modulePrefix = 'properties.desired.modules.';

/** More than a hub holds. */
const all = 100;

const pathOf = (id: string) => `/configurations/${encodeURIComponent(id)}`;

/** The modules that a layer adds; those of a whole manifest are not looked for. */
function modulesOf({ content }: z.infer<typeof configuration>): Record<string, string> {
  const entries = Object.entries(content?.modulesContent?.['$edgeAgent'] ?? {}).flatMap(([key, value]) => {
    const spec = moduleSpec.safeParse(value);
    return key.startsWith(modulePrefix) && spec.success
      ? [[key.slice(modulePrefix.length), spec.data.settings.image] as const]
      : [];
  });
  return Object.fromEntries(entries);
}

const stateOf = (found: z.infer<typeof configuration>): EdgeConfiguration => ({
  id: found.id,
  labels: found.labels ?? {},
  targetCondition: found.targetCondition ?? '',
  priority: found.priority,
  createdAt: found.createdTimeUtc ?? '',
  modules: modulesOf(found),
});

const sameLabels = (a: object | null | undefined, b: unknown): boolean => {
  const sorted = (value: unknown) =>
    JSON.stringify(Object.entries(value ?? {}).toSorted(([x], [y]) => (x < y ? -1 : 1)));
  return sorted(a) === sorted(b);
};

export function createEdgeConfigurations(send: SendToHub): EdgeConfigurations {
  const get = async (hub: string, id: string) => {
    const request = { method: 'GET', hub, path: pathOf(id) } as const;
    const answer = await send(request, [404]);
    return answer.status === 404 ? undefined : read(request, answer, configuration);
  };
  return {
    async list(hub) {
      const request = { method: 'GET', hub, path: `/configurations?top=${all}` } as const;
      return read(request, await send(request), z.array(configuration)).map(stateOf);
    },

    async create(hub, id, body) {
      const request = { method: 'PUT', hub, path: pathOf(id), body } as const;
      const { status } = await send(request, [409]);
      if (status !== 409) return;
      // An answer that was lost on its way: the one that is there is ours.
      const found = await get(hub, id);
      if (found !== undefined && sameLabels(found.labels, Reflect.get(body, 'labels'))) return;
      const reason = 'a configuration of this name with other labels exists already';
      throw fail('AzureConflict', { resource: resourceOf(request), reason });
    },

    async setPriority(hub, id, priority) {
      const found = await get(hub, id);
      if (found === undefined) throw fail('AzureResourceNotFound', { resource: `${hub}${pathOf(id)}` });
      if (found.priority === priority) return;
      const headers = { 'if-match': `"${found.etag ?? '*'}"` };
      await send({ method: 'PUT', hub, path: pathOf(id), body: { ...found, priority }, headers });
    },

    async delete(hub, id) {
      await send({ method: 'DELETE', hub, path: pathOf(id) }, [404]);
    },
  };
}
