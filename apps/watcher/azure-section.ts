// The section `azure` of watch.yml: where Azure is, and as whom the watcher signs in.
import * as z from 'zod';
import { address, text, variable } from '../../src/core/watch-config/values.ts';

/** The ways to sign in, by the key that chooses each. */
const ways = [
  'clientSecretFrom',
  'certificateFrom',
  'managedIdentity',
  'workloadIdentity',
  'azureCli',
] as const;

const identityHint = 'must be true, or the client id (a GUID) of a user-assigned identity';

export const azureSchema = z
  .strictObject({
    armUrl: address.default('https://management.azure.com'),
    authorityUrl: address.default('https://login.microsoftonline.com'),
    /** For whom the tokens are; by default Azure Resource Manager at `armUrl`. */
    audience: text.optional(),
    tenantId: text.optional(),
    clientId: text.optional(),
    clientSecretFrom: variable.optional(),
    certificateFrom: variable.optional(),
    /** The system-assigned identity, or the client id of a user-assigned one. */
    managedIdentity: z.union([z.literal(true), z.guid(identityHint)], identityHint).optional(),
    workloadIdentity: z.literal(true, 'must be true, or left out').optional(),
    azureCli: z.literal(true, 'must be true, or left out').optional(),
  })
  .superRefine((section, context) => {
    const mistake = (message: string) => context.addIssue({ code: 'custom', message });
    const chosen = ways.filter((way) => section[way] !== undefined);
    if (chosen.length !== 1) {
      const which = chosen.length === 0 ? 'has none' : `has ${chosen.join(' and ')}`;
      mistake(`needs exactly one of ${ways.slice(0, -1).join(', ')} and ${ways.at(-1) ?? ''}; it ${which}`);
    }
    const isPrincipal = section.clientSecretFrom !== undefined || section.certificateFrom !== undefined;
    for (const key of ['tenantId', 'clientId'] as const) {
      if (isPrincipal && section[key] === undefined) {
        context.addIssue({ code: 'custom', path: [key], message: 'is required' });
      }
    }
    if (section.managedIdentity !== undefined && section.clientId !== undefined) {
      mistake('names a user-assigned identity by managedIdentity, not by clientId');
    }
  });

export type AzureSection = z.infer<typeof azureSchema>;
