// The section of watch.yml that says where the watcher keeps its memory, if not in a file.
import * as z from 'zod';
import { address, text, variable } from '../../../src/core/watch-config/values.ts';

const storageSchema = z
  .strictObject({
    /** In Azure's public cloud; elsewhere the two addresses. */
    account: text
      .regex(
        /^[a-z0-9]{3,24}$/,
        'must be the name of a storage account: 3 to 24 lower-case letters and digits',
      )
      .optional(),
    tableUrl: address.optional(),
    blobUrl: address.optional(),
    connectionStringFrom: variable.optional(),
    table: z
      .string()
      .regex(/^[A-Za-z][A-Za-z0-9]{2,62}$/, 'must be 3 to 63 letters and digits, beginning with a letter')
      .default('azuremlwatch'),
    container: z
      .string()
      .regex(
        /^(?=.{3,63}$)[a-z0-9]+(-[a-z0-9]+)*$/,
        'must be 3 to 63 lower-case letters, digits and single dashes',
      )
      .default('azureml-watch'),
  })
  .superRefine(({ account, tableUrl, blobUrl, connectionStringFrom }, context) => {
    if ((tableUrl === undefined) !== (blobUrl === undefined)) {
      context.addIssue({ code: 'custom', message: 'needs both tableUrl and blobUrl, or neither' });
    }
    const given = [account, tableUrl ?? blobUrl, connectionStringFrom].filter((each) => each !== undefined);
    if (given.length !== 1) {
      const message = 'needs one of account, tableUrl with blobUrl, and connectionStringFrom';
      context.addIssue({ code: 'custom', message });
    }
  });

export const stateSchema = z.strictObject({ storage: storageSchema });

export type StorageSection = z.infer<typeof storageSchema>;

/** The addresses of the account's two services, without a connection string. */
export function addressesOf({ account = '', tableUrl, blobUrl }: StorageSection): {
  readonly tableUrl: string;
  readonly blobUrl: string;
} {
  return {
    tableUrl: tableUrl ?? `https://${account}.table.core.windows.net`,
    blobUrl: blobUrl ?? `https://${account}.blob.core.windows.net`,
  };
}
