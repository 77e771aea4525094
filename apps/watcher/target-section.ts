// The part of a watch in watch.yml that says what it fires.
import * as z from 'zod';
import type { FiringTarget } from '../../src/core/firing-target.ts';
import { text } from './configuration-values.ts';

export const releaseSchema = z.strictObject({
  project: text,
  definition: z.union([text, z.int().positive()], 'must be the name of a release definition, or its id'),
  artifact: text,
});

/** Turns that key of a parsed watch into its `target`. */
export function withTarget<T extends { readonly release: z.infer<typeof releaseSchema> }>(
  watch: T,
): Omit<T, 'release'> & { readonly target: FiringTarget } {
  const { release, ...rest } = watch;
  return { ...rest, target: { kind: 'release', ...release } };
}
