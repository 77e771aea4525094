// The watcher's clients of Azure: one for each subscription that is watched.
import { createCredential } from '../../src/adapters/azure-identity/credential.ts';
import { createModelRegistry } from '../../src/adapters/azure-ml/model-registry.ts';
import { given } from '../../src/core/given.ts';
import type { SignIn } from '../../src/core/service-connection.ts';
import type { ModelRegistry } from '../../src/ports/model-registry.ts';
import type { AzureSection } from './configuration.ts';
import { type ProgramOptions, asideLog } from './host.ts';
import type { Quotas } from './quotas.ts';
import { registryBySubscription } from './registry-by-subscription.ts';
import { connectionFor } from './secrets.ts';

export interface AzureAccess {
  readonly azure: AzureSection;
  readonly signIn: SignIn;
  readonly quotas: Quotas;
}

/** @param timeoutMilliseconds how long a single call may take */
export function registryFor(
  { azure, signIn, quotas }: AzureAccess,
  options: ProgramOptions,
  timeoutMilliseconds?: number,
): ModelRegistry {
  const { clock } = options;
  const log = asideLog(options);
  return registryBySubscription((subscriptionId) => {
    const connection = connectionFor(azure, signIn, subscriptionId);
    const credential = createCredential(connection);
    const quota = quotas.ofSubscription(subscriptionId);
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
