// Configurations of an IoT Hub over its service interface.
import * as z from 'zod';
import { fail } from '../../core/errors/catalogue.ts';
import type {
  EdgeConfiguration,
  EdgeConfigurations,
  EdgeDeviceState,
} from '../../ports/edge-configurations.ts';
import { agentTwin, deviceState } from './device-state.ts';
import { type HubAnswer, type HubRequest, resourceOf, type SendToHub } from './hub-client.ts';

const configuration = z.looseObject({
  id: z.string(),
  labels: z.record(z.string(), z.string()).nullish(),
  targetCondition: z.string().nullish(),
  priority: z.number().default(0),
  createdTimeUtc: z.string().nullish(),
  etag: z.string().nullish(),
});

/** More than a hub holds. */
const all = 100;

const pathOf = (id: string) => `/configurations/${encodeURIComponent(id)}`;

function read<T>(request: Pick<HubRequest, 'hub' | 'path'>, { body }: HubAnswer, shape: z.ZodType<T>): T {
  const resource = resourceOf(request);
  let value: unknown;
  try {
    value = JSON.parse(body ?? '');
  } catch (error) {
    throw fail('AzureAnswerUnreadable', { resource, problem: 'it is not JSON' }, error);
  }
  const parsed = shape.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const problem = `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'unknown'}`;
  throw fail('AzureAnswerUnreadable', { resource, problem });
}

const stateOf = (found: z.infer<typeof configuration>): EdgeConfiguration => ({
  id: found.id,
  labels: found.labels ?? {},
  targetCondition: found.targetCondition ?? '',
  priority: found.priority,
  createdAt: found.createdTimeUtc ?? '',
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

    async devices(hub, id) {
      const query = `SELECT * FROM devices.modules WHERE moduleId = '$edgeAgent' AND is_defined(configurations.[[${id}]].status)`;
      const states: EdgeDeviceState[] = [];
      let next: string | undefined;
      do {
        const request: HubRequest = {
          ...{ method: 'POST', hub, path: '/devices/query', body: { query } },
          headers: { 'x-ms-max-item-count': '100', ...(next !== undefined && { 'x-ms-continuation': next }) },
        };
        const answer = await send(request);
        const page = read(request, answer, z.array(agentTwin));
        states.push(...page.map((twin) => deviceState(twin, id)));
        next = answer.header('x-ms-continuation');
      } while (next !== undefined && next !== '');
      return states;
    },
  };
}
