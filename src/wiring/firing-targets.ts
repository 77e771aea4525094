// Wires what watches fire in Azure DevOps.
import { targetsByKind } from '../../artifact-source/targets-by-kind.ts';
import type { Organization } from '../adapters/azure-devops/organization.ts';
import { createPipelineRuns } from '../adapters/azure-devops/pipeline-runs.ts';
import { createReleases } from '../adapters/azure-devops/releases.ts';
import { createIncomingWebhooks } from '../adapters/release-hook/incoming-webhooks.ts';
import type { WebhookTarget } from '../core/firing/target.ts';
import type { Clock } from '../ports/clock.ts';
import type { FiringTargets } from '../ports/firing-targets.ts';

export interface FiringTargetOptions {
  /** Whether another watcher may fire the same version at the same moment: only those that share their state can meet. */
  readonly hasRivals: boolean;
  /** The secret that signs what is posted to a webhook; empty for none. */
  readonly secretOf: (target: WebhookTarget) => string;
  readonly clock: Clock;
}

export function createFiringTargets(
  organization: Organization,
  { hasRivals, secretOf, clock }: FiringTargetOptions,
): FiringTargets {
  return targetsByKind({
    release: createReleases(organization, { hasRivals }),
    pipeline: createPipelineRuns(organization),
    webhook: createIncomingWebhooks({ url: organization.url, secretOf, clock }),
  });
}
