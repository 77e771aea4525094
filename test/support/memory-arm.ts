// An ARM client in memory: resources by path, answers of actions by path, and every write in order.
import type * as z from 'zod';
import type { ArmClient } from '../../src/adapters/azure-ml/arm/client.ts';
import { fail } from '../../src/core/errors/catalogue.ts';

export interface MemoryArm extends ArmClient {
  readonly resources: Map<string, object>;
  readonly actions: Map<string, object>;
  /** `PUT path`, with the body. */
  readonly writes: { readonly call: string; readonly body: unknown }[];
}

export function createMemoryArm(): MemoryArm {
  const resources = new Map<string, object>();
  const actions = new Map<string, object>();
  const writes: MemoryArm['writes'] = [];
  return {
    resources,
    actions,
    writes,
    get<T>(path: string, schema: z.ZodType<T>) {
      const found = resources.get(path);
      return Promise.resolve(found === undefined ? undefined : schema.parse(found));
    },
    async *list<T>(path: string, schema: z.ZodType<T>) {
      const items = resources.get(path);
      if (!Array.isArray(items)) throw fail('AzureResourceNotFound', { resource: path });
      for (const item of items) yield await Promise.resolve(schema.parse(item));
    },
    put<T>(path: string, body: unknown, schema: z.ZodType<T>) {
      writes.push({ call: `PUT ${path}`, body });
      const name = path.split('/').at(-1) ?? '';
      const resource = { id: path, name, ...(body as object) };
      resources.set(path, resource);
      return Promise.resolve(schema.parse(resource));
    },
    settle(method, path, body) {
      writes.push({ call: `${method} ${path}`, body });
      const found = resources.get(path);
      if (method === 'PATCH' && found === undefined) throw fail('AzureResourceNotFound', { resource: path });
      const before = method === 'PATCH' ? found : { id: path, name: path.split('/').at(-1) ?? '' };
      resources.set(path, { ...before, ...(body as object) });
      return Promise.resolve();
    },
    post<T>(path: string, body: unknown, schema: z.ZodType<T>) {
      writes.push({ call: `POST ${path}`, body });
      const answer = actions.get(path);
      if (answer === undefined) throw fail('AzureResourceNotFound', { resource: path });
      return Promise.resolve(schema.parse(answer));
    },
    delete(path) {
      writes.push({ call: `DELETE ${path}`, body: undefined });
      resources.delete(path);
      return Promise.resolve();
    },
  };
}
