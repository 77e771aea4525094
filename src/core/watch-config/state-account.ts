// The storage account of a shared state: how its parts may be called, and where its services are.

export const names = {
  account: /^[a-z0-9]{3,24}$/,
  table: /^[A-Za-z][A-Za-z0-9]{2,62}$/,
  container: /^(?=.{3,63}$)[a-z0-9]+(-[a-z0-9]+)*$/,
} as const;

/** Each rule in words, as the end of a sentence that begins with the name. */
export const rules = {
  account: 'must be the name of a storage account: 3 to 24 lower-case letters and digits',
  table: 'must be 3 to 63 letters and digits, beginning with a letter',
  container: 'must be 3 to 63 lower-case letters, digits and single dashes',
} as const;

export const usualNames = { table: 'azuremlwatch', container: 'azureml-watch' } as const;

export interface StateAddresses {
  readonly tableUrl: string;
  readonly blobUrl: string;
}

/** Of an account in Azure's public cloud. */
export function addressesOfAccount(account: string): StateAddresses {
  return {
    tableUrl: `https://${account}.table.core.windows.net`,
    blobUrl: `https://${account}.blob.core.windows.net`,
  };
}
