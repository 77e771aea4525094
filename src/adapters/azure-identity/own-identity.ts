// Signing in to Microsoft Entra as whatever the machine already is: no secret has to be kept for it.
import type { TokenCredential } from '@azure/core-auth';
import { AzureCliCredential, ManagedIdentityCredential, WorkloadIdentityCredential } from '@azure/identity';
import { isWellKnownAuthority } from '../../core/cloud.ts';
import { fail } from '../../core/errors/catalogue.ts';
import { isExtensionError } from '../../core/errors/extension-error.ts';
import { given } from '../../core/given.ts';

export type OwnIdentity =
  /** Of the virtual machine, container app or the like; without a client id the system-assigned one. */
  | { readonly kind: 'managed'; readonly clientId?: string }
  /** Of a Kubernetes service account; what is absent comes from AZURE_CLIENT_ID, AZURE_TENANT_ID and AZURE_FEDERATED_TOKEN_FILE. */
  | { readonly kind: 'workload'; readonly clientId?: string; readonly tenantId?: string }
  /** Of whoever has run `az login`. */
  | { readonly kind: 'azure-cli'; readonly tenantId?: string };

/** Tokens are cached and renewed. `getToken` throws AzureIdentityUnavailable. */
export function createOwnCredential(identity: OwnIdentity, authorityUrl: string): TokenCredential {
  let credential: TokenCredential | undefined;
  return {
    async getToken(scopes, options) {
      try {
        credential ??= signInAs(identity, authorityUrl);
        return await credential.getToken(scopes, options);
      } catch (error) {
        if (isExtensionError(error)) throw error;
        throw fail(
          'AzureIdentityUnavailable',
          { identity: inWords(identity), reason: reasonOf(error) },
          error,
        );
      }
    },
  };
}

function signInAs(identity: OwnIdentity, authorityUrl: string): TokenCredential {
  switch (identity.kind) {
    case 'managed':
      return new ManagedIdentityCredential(given({ clientId: identity.clientId }));
    case 'workload': {
      const { clientId, tenantId } = identity;
      return new WorkloadIdentityCredential({
        ...given({ clientId, tenantId }),
        authorityHost: authorityUrl,
        disableInstanceDiscovery: !isWellKnownAuthority(authorityUrl),
      });
    }
    case 'azure-cli':
      return new AzureCliCredential(given({ tenantId: identity.tenantId }));
  }
}

function inWords(identity: OwnIdentity): string {
  switch (identity.kind) {
    case 'managed':
      return identity.clientId === undefined
        ? 'the system-assigned managed identity'
        : `the managed identity ${identity.clientId}`;
    case 'workload':
      return 'the workload identity';
    case 'azure-cli':
      return 'the account of the Azure CLI';
  }
}

/** The package's own words as one clause, without its name before and advice behind. */
function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : 'unknown';
  const code = /AADSTS\d+/.exec(text)?.[0];
  const first = text
    .replace(/^(\w+Credential)+:?\s*/, '')
    .split(/[\r\n]|\.\s/, 1)
    .join('')
    .replace(/[\s.:]+$/, '')
    .slice(0, 300);
  return code === undefined || first.includes(code) ? first : `${first} (${code})`;
}
