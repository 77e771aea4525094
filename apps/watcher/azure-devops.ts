// Wires what the watches fire in Azure DevOps.
import { type Organization, createOrganization } from '../../src/adapters/azure-devops/organization.ts';
import type { Clock } from '../../src/ports/clock.ts';
import type { FiringTargets } from '../../src/ports/firing-targets.ts';
import { createFiringTargets } from '../../src/wiring/firing-targets.ts';
import type { WatchConfiguration } from './configuration.ts';
import type { Quotas } from '../../artifact-source/quotas.ts';
import { type Secrets, type Surroundings, valueOf } from './secrets.ts';

export function organizationFor(
  { organization: { url } }: Pick<WatchConfiguration, 'organization'>,
  { organizationToken: token }: Pick<Secrets, 'organizationToken'>,
  quotas: Quotas,
): Organization {
  return createOrganization({ url, token, quota: quotas.ofOrganization(url) });
}

export function targetsFor(
  organization: Organization,
  { state }: Pick<WatchConfiguration, 'state'>,
  options: Surroundings & { readonly clock: Clock },
): FiringTargets {
  return createFiringTargets(organization, {
    // Only watchers that share their state can meet: the lock of a state file lets no second one in.
    hasRivals: state !== undefined,
    secretOf: ({ secretFrom }) => valueOf(secretFrom, options),
    clock: options.clock,
  });
}
