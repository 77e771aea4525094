// The calls to Azure Resource Manager that these adapters are made from; each kind of resource has an api-version of its own.
import type * as z from 'zod';

/** As the client of Azure Resource Manager offers them, with its tokens, retries and catalogue errors. */
export interface MonitorCalls {
  get<T>(
    path: string,
    schema: z.ZodType<T>,
    query?: Readonly<Record<string, string | number | boolean | undefined>>,
  ): Promise<T | undefined>;
  put<T>(path: string, body: unknown, schema: z.ZodType<T>): Promise<T>;
  delete(path: string): Promise<void>;
}
