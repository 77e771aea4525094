// The section of watch.yml that says where the watcher keeps its memory, if not in a file.
import * as z from 'zod';
import {
  type StateAddresses,
  addressesOfAccount,
  names,
  rules,
  usualNames,
} from '../../../src/core/watch-config/state-account.ts';
import { address, text, variable } from '../../../src/core/watch-config/values.ts';

const storageSchema = z
  .strictObject({
    /** In Azure's public cloud; elsewhere the two addresses. */
    account: text.regex(names.account, rules.account).optional(),
    tableUrl: address.optional(),
    blobUrl: address.optional(),
    connectionStringFrom: variable.optional(),
    table: z.string().regex(names.table, rules.table).default(usualNames.table),
    container: z.string().regex(names.container, rules.container).default(usualNames.container),
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
export function addressesOf({ account = '', tableUrl, blobUrl }: StorageSection): StateAddresses {
  return tableUrl === undefined || blobUrl === undefined
    ? addressesOfAccount(account)
    : { tableUrl, blobUrl };
}
