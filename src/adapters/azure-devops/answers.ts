// The shapes of Azure DevOps' answers, as far as they are read.
import * as z from 'zod';
import { fail } from '../../core/errors/catalogue.ts';
import type { ExtensionError } from '../../core/errors/extension-error.ts';
import type { Call } from './faults.ts';

export const resourceAreasSchema = z.object({
  // Azure DevOps Server has no areas of its own and answers `{"count": 0, "value": null}`.
  value: z.array(z.object({ id: z.string(), locationUrl: z.string() })).nullable(),
});

export const definitionSchema = z.object({
  id: z.number(),
  name: z.string(),
  artifacts: z.array(z.object({ alias: z.string() })).nullish(),
});

export type Definition = z.infer<typeof definitionSchema>;

export const releaseSchema = z.object({
  id: z.number(),
  name: z.string(),
  description: z.string().nullish(),
  /** `ReleaseStatus`, as the client reads it. */
  status: z.number().nullish(),
  _links: z.object({ web: z.object({ href: z.string() }).optional() }).optional(),
});

export type ReleaseAnswer = z.infer<typeof releaseSchema>;

/**
 * @param answer `null` stands for 404: azure-devops-node-api does not throw then
 * @throws DevOpsAnswerUnreadable
 */
export function readAnswer<T>(answer: unknown, schema: z.ZodType<T>, { action }: Call): T | undefined {
  if (answer === null || answer === undefined) return undefined;
  const parsed = schema.safeParse(answer);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const problem = `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not what was expected'}`;
  throw fail('DevOpsAnswerUnreadable', { action, problem }, parsed.error);
}

/** An answer that was cut off on the way: what it would have said is not known. */
export function emptyAnswer(action: string): ExtensionError {
  return fail('DevOpsFailed', { action, status: 200, reason: 'its answer was empty or cut off' });
}
