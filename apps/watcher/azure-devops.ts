// Wires what the watches fire in Azure DevOps.
import { targetsByKind } from '../../artifact-source/targets-by-kind.ts';
import { type Organization, createOrganization } from '../../src/adapters/azure-devops/organization.ts';
import { createPipelineRuns } from '../../src/adapters/azure-devops/pipeline-runs.ts';
import { createReleases } from '../../src/adapters/azure-devops/releases.ts';
import { createIncomingWebhooks } from '../../src/adapters/release-hook/incoming-webhooks.ts';
import type { Clock } from '../../src/ports/clock.ts';
import type { FiringTargets } from '../../src/ports/firing-targets.ts';
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
  return targetsByKind({
    // Only watchers that share their state can meet: the lock of a state file lets no second one in.
    release: createReleases(organization, { hasRivals: state !== undefined }),
    pipeline: createPipelineRuns(organization),
    webhook: createIncomingWebhooks({
      url: organization.url,
      secretOf: ({ secretFrom }) => valueOf(secretFrom, options),
      clock: options.clock,
    }),
  });
}
