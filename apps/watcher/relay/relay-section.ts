// The section `relay` of watch.yml.
import * as z from 'zod';
import { allowedAddresses } from '../../../src/core/relay/forward-address.ts';
import { address, text, variable, workspaceSchema } from '../../../src/core/watch-config/values.ts';

const mebibyte = 1024 * 1024;

export const relaySchema = z.strictObject({
  /** 0 takes any that is free. */
  port: z.int().min(0).max(65_535),
  host: text.default('127.0.0.1'),
  /** PEM files. */
  tls: z.strictObject({ certificate: text, key: text }).optional(),
  /** Environment variable with the value that the address has to carry as `key`. */
  keyFrom: variable.optional(),
  /** Whose events are taken; default: the workspaces of the watches. */
  workspaces: z.array(workspaceSchema).min(1, 'must have at least one workspace').optional(),
  /** Where to forward; default: organization.url. */
  organizations: z
    .array(address.refine(canForwardTo, 'must be the https address of one Azure DevOps organization'))
    .min(1, 'must have at least one organization')
    .optional(),
  /** How many proxies of ours stand in front and append to X-Forwarded-For. */
  trustedProxies: z.int().min(0).max(8).default(0),
  requestsPerMinute: z.int().min(1).max(60_000).default(600),
  /** 5 MiB: what Azure DevOps itself takes at most. */
  maxBodyBytes: z
    .int()
    .min(1024)
    .max(5 * mebibyte)
    .default(mebibyte),
});

export type RelaySection = z.infer<typeof relaySchema>;

/** True for the https address of one organization, or of a collection of a server. */
export function canForwardTo(organization: string): boolean {
  return organization.startsWith('https:') && allowedAddresses(organization).length > 0;
}
