// Everything the deploy flow needs from outside.
import type { Clock } from '../../ports/clock.ts';
import type { CodeAssets, Environments, WorkspaceFacts } from '../../ports/deployment-assets.ts';
import type { Log } from '../../ports/log.ts';
import type { ModelRegistry } from '../../ports/model-registry.ts';
import type { OnlineDeployments, OnlineEndpoints } from '../../ports/online-endpoints.ts';
import type { ProjectFiles } from '../../ports/project-files.ts';
import type { ScoringService } from '../../ports/scoring-service.ts';

export interface DeployPorts {
  readonly registry: ModelRegistry;
  readonly facts: WorkspaceFacts;
  readonly environments: Environments;
  readonly code: CodeAssets;
  readonly endpoints: OnlineEndpoints;
  readonly deployments: OnlineDeployments;
  readonly scoring: ScoringService;
  readonly files: ProjectFiles;
  readonly clock: Clock;
  readonly log: Log;
}
