// What every step of a roll-out needs to know.
import type { EndpointState } from '../../../core/deploy/online-state.ts';
import type { Claim } from '../../../core/rollout/lease.ts';
import type { RolloutSettings } from '../../../core/rollout/settings.ts';
import type { Split } from '../../../core/rollout/split.ts';
import type { Workspace } from '../../../core/workspace.ts';
import type { Clock } from '../../../ports/clock.ts';
import type { Log } from '../../../ports/log.ts';
import type { OnlineDeployments, OnlineEndpoints } from '../../../ports/online-endpoints.ts';
import type { ScoringService } from '../../../ports/scoring-service.ts';
import type { SmokeTest } from './smoke-test.ts';

export interface RolloutPorts {
  readonly endpoints: OnlineEndpoints;
  readonly deployments: Pick<OnlineDeployments, 'delete' | 'logs'>;
  readonly scoring: ScoringService;
  readonly clock: Clock;
  readonly log: Log;
}

export interface RolloutContext {
  readonly workspace: Workspace;
  readonly endpoint: string;
  /** The new version. */
  readonly deployment: string;
  readonly settings: RolloutSettings;
  /** The split that the roll-out began with: where the traffic goes back to. */
  readonly before: Split;
  /** Absent: nobody queues, as in a test of one deployment by itself. */
  readonly claim?: Claim;
  /** Tags that say who moves the traffic. */
  readonly lineage?: Readonly<Record<string, string>>;
  /** The endpoint as the plan found it; its addresses and its way to prove who asks do not change. Absent: it was made by this plan. */
  readonly there?: EndpointState;
  /** What the judge asks with. */
  readonly smokeTests: readonly SmokeTest[];
}
