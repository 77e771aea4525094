// Where the one-machine stack listens, as it announces itself on its first line.
import { z } from 'zod';

export const addressesSchema = z.object({
  caFile: z.string(),
  identity: z.object({
    authority: z.string(),
    tenantId: z.string(),
    clientId: z.string(),
    clientSecret: z.string(),
  }),
  arm: z.object({
    url: z.string(),
    subscriptionId: z.string(),
    resourceGroup: z.string(),
    workspace: z.string(),
  }),
  blob: z.object({ url: z.string() }),
  devops: z.object({ organizationUrl: z.string(), project: z.string(), personalAccessToken: z.string() }),
});

export type Addresses = z.infer<typeof addressesSchema>;

const announcement = z.object({ ready: z.literal(true), addresses: addressesSchema });

/** @throws ZodError for a line that is no announcement */
export function parseAnnouncement(line: string): Addresses {
  return announcement.parse(JSON.parse(line)).addresses;
}
