// The kinds of values that watch.yml has in several places.
import * as z from 'zod';
import type { Registry } from '../model/source.ts';

export const text = z.string().trim().min(1, 'must not be empty');

/** https, or http to this very machine: a token goes there. */
export const address = text
  .refine(isSafeAddress, 'must be an address that begins with https://')
  .transform((url) => url.replace(/\/+$/, ''));

/**
 * The name of an environment variable. Upper case only: a secret that was pasted in here by mistake is refused and,
 * as no message repeats it, stays out of the log.
 */
export const variable = z
  .string()
  .regex(
    /^[A-Z][A-Z0-9_]*$/,
    'must be the name of an environment variable (upper case) that holds the secret, not the secret',
  );

export const workspaceSchema = z.strictObject({
  subscriptionId: z.guid('must be a GUID'),
  resourceGroup: text,
  name: text,
});

export const registrySchema = workspaceSchema.transform((names): Registry => ({
  kind: 'registry',
  ...names,
}));

function isSafeAddress(candidate: string): boolean {
  if (!URL.canParse(candidate)) return false;
  const url = new URL(candidate);
  if (url.username !== '' || url.password !== '' || url.search !== '') return false;
  const isThisMachine = ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
  return url.protocol === 'https:' || (url.protocol === 'http:' && isThisMachine);
}
