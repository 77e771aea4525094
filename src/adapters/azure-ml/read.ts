// Parsing Azure's answers at the border.
import type * as z from 'zod';
import { fail } from '../../core/errors/catalogue.ts';

/** @throws AzureAnswerUnreadable naming the first field that is wrong, never its value */
export function check<T>(resource: string, value: unknown, schema: z.ZodType<T>): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const field = issue?.path.join('.');
  const problem = `${field === undefined || field === '' ? 'the answer' : field}: ${issue?.message ?? 'unknown'}`;
  throw fail('AzureAnswerUnreadable', { resource, problem });
}

/** Parses JSON text; an empty body is `undefined`. @throws AzureAnswerUnreadable */
export function readJson<T>(resource: string, body: string | undefined, schema: z.ZodType<T>): T {
  let value: unknown;
  try {
    value = body === undefined || body === '' ? undefined : JSON.parse(body);
  } catch (error) {
    throw fail('AzureAnswerUnreadable', { resource, problem: 'it is not JSON' }, error);
  }
  return check(resource, value, schema);
}
