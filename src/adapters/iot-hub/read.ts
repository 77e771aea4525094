// Parsing an IoT Hub's answers at the border.
import type * as z from 'zod';
import { fail } from '../../core/errors/catalogue.ts';
import { type HubAnswer, type HubRequest, resourceOf } from './hub-client.ts';

/** @throws AzureAnswerUnreadable naming the first field that is wrong */
export function read<T>(
  request: Pick<HubRequest, 'hub' | 'path'>,
  { body }: HubAnswer,
  shape: z.ZodType<T>,
): T {
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
