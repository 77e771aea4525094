// How the adapters sign in to a running stack.
import type { Stack } from '../../apps/emulator/stack.ts';
import { createCredential } from '../../src/adapters/azure-identity/credential.ts';
import { systemClock } from '../../src/adapters/local/clock.ts';
import type { ServiceConnection } from '../../src/core/service-connection.ts';
import type { Workspace } from '../../src/core/workspace.ts';
import type { TargetOptions } from '../../src/wiring/deploy-targets.ts';
import { createMemoryLog } from './memory-log.ts';

function connectionTo({ addresses }: Stack): ServiceConnection {
  const { identity, arm } = addresses;
  return {
    ...{ name: 'stack', armUrl: arm.url, authorityUrl: identity.authority, tenantId: identity.tenantId },
    ...{ audience: 'https://management.core.windows.net/', subscriptionId: arm.subscriptionId },
    signIn: { scheme: 'secret', clientId: identity.clientId, secret: identity.clientSecret },
  };
}

/** What each adapter of Azure is made with. */
export function adapterOptions(stack: Stack, log: TargetOptions['log'] = createMemoryLog()): TargetOptions {
  const connection = connectionTo(stack);
  return { connection, credential: createCredential(connection), log, clock: systemClock };
}

export function workspaceOf({ addresses }: Stack): Workspace {
  const { subscriptionId, resourceGroup, workspace: name } = addresses.arm;
  return { subscriptionId, resourceGroup, name };
}
