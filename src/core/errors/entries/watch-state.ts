// Catalogue entries: the watcher's memory in a storage account, and who of several watchers leads.
import { laterError, userError } from '../entry.ts';

export const watchStateErrors = {
  WatchStateAccountForbidden: userError<{ resource: string; reason: string }>({
    message: ({ resource, reason }) =>
      `The storage account of the watcher's state refused access to '${resource}': ${reason}.`,
    remedy: () =>
      "Give the watcher's identity the roles 'Storage Table Data Contributor' on the table and 'Storage Blob Data Contributor' on the container, and open the storage firewall to it.",
    sample: {
      resource: 'https://contosostate.table.core.windows.net/azuremlwatch',
      reason: 'AuthorizationPermissionMismatch',
    },
  }),
  WatchStateAccountUnusable: userError<{ resource: string; reason: string }>({
    message: ({ resource, reason }) =>
      `The storage account of the watcher's state cannot be used, at '${resource}': ${reason}.`,
    remedy: () =>
      'Correct state.storage in the configuration. The account has to be a general-purpose one, with tables and blobs.',
    sample: {
      resource: 'https://contosostate.table.core.windows.net/azuremlwatch',
      reason: 'InvalidResourceName',
    },
  }),
  WatchStateAccountFailed: laterError<{ resource: string; reason: string }>({
    message: ({ resource, reason }) =>
      `The storage account of the watcher's state failed at '${resource}': ${reason}.`,
    remedy: () =>
      'Nothing to do: what is owed fires as soon as it can be written down. If it stays, check the network and the account.',
    sample: {
      resource: 'https://contosostate.table.core.windows.net/azuremlwatch',
      reason: 'ServerBusy',
    },
  }),
  WatchStateTableNewer: userError<{ table: string; found: number; known: number }>({
    message: ({ table, found, known }) =>
      `The state table '${table}' was written by a newer watcher (schema ${found}, this one knows up to ${known}).`,
    remedy: () => 'Run the newer watcher everywhere, or name another table in state.storage.table.',
    sample: { table: 'https://contosostate.table.core.windows.net/azuremlwatch', found: 2, known: 1 },
  }),
  WatchTurnFailed: laterError<{ failed: number; reason: string }>({
    message: ({ failed, reason }) =>
      `${failed === 1 ? 'One step' : `${failed} steps`} of the check failed. The first one: ${reason}`,
    remedy: () => 'Mend what the warnings above name; nothing is lost, and the next run fires what is owed.',
    sample: {
      failed: 1,
      reason: "Azure DevOps did not answer at 'https://dev.azure.com/contoso': connection refused.",
    },
  }),
  WatchLeadershipLost: laterError<{ what: string }>({
    message: ({ what }) => `Another watcher has taken the lead, or may have: ${what} was left to it.`,
    remedy: () => 'Nothing to do: whoever leads does it. This watcher stands by.',
    sample: { what: 'the state of a watch' },
  }),
};
