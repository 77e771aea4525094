// What this adapter needs of Azure Resource Manager; whoever wires it passes the product's one client.
import type * as z from 'zod';

type Query = Readonly<Record<string, string | number | boolean | undefined>>;

export interface ArmCalls {
  get<T>(path: string, schema: z.ZodType<T>, query?: Query): Promise<T | undefined>;
  list<T>(path: string, itemSchema: z.ZodType<T>, query?: Query): AsyncIterable<T>;
  post<T>(path: string, body: unknown, schema: z.ZodType<T>): Promise<T>;
}
