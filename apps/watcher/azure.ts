// The watcher's clients of Azure: one for each subscription that is watched.
import { createCredential } from '../../src/adapters/azure-identity/credential.ts';
import { type OwnIdentity, createOwnCredential } from '../../src/adapters/azure-identity/own-identity.ts';
import { createModelRegistry } from '../../src/adapters/azure-ml/model-registry.ts';
import { given } from '../../src/core/given.ts';
import type { SignIn } from '../../src/core/service-connection.ts';
import type { ModelRegistry } from '../../src/ports/model-registry.ts';
import type { AzureSection } from './azure-section.ts';
import { type ProgramOptions, asideLog } from './host.ts';
import type { Quotas } from '../../artifact-source/quotas.ts';
import { registryBySubscription } from '../../artifact-source/registry-by-subscription.ts';

export interface AzureAccess {
  readonly azure: AzureSection;
  readonly signIn: SignIn | OwnIdentity;
  readonly quotas: Quotas;
}

/** Where Azure Resource Manager is, and for whom its tokens are. */
export function connectionOf({ armUrl, audience = armUrl }: AzureSection, subscriptionId: string) {
  return { armUrl, audience, subscriptionId };
}

/** What gives the tokens of the watcher, for any resource of Azure. */
export function credentialFor({ azure, signIn }: Pick<AzureAccess, 'azure' | 'signIn'>) {
  const { authorityUrl, tenantId = '' } = azure;
  if ('kind' in signIn) return createOwnCredential(signIn, authorityUrl);
  // The subscription plays no part in signing in.
  return createCredential({
    ...connectionOf(azure, ''),
    name: 'watch.yml',
    authorityUrl,
    tenantId,
    signIn,
  });
}

/** @param timeoutMilliseconds how long a single call may take */
export function registryFor(
  access: AzureAccess,
  options: ProgramOptions,
  timeoutMilliseconds?: number,
): ModelRegistry {
  const { clock } = options;
  const log = asideLog(options);
  const credential = credentialFor(access);
  return registryBySubscription((subscriptionId) => {
    const connection = connectionOf(access.azure, subscriptionId);
    const quota = access.quotas.ofSubscription(subscriptionId);
    return createModelRegistry({
      connection,
      credential,
      log,
      clock,
      quota,
      ...given({ timeoutMilliseconds }),
    });
  });
}
