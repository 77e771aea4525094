// What runs services on this machine, and where their files are.
import { isExtensionError } from '../../../core/errors/extension-error.ts';
import type { CheckAnswer } from '../../../ports/answer-check.ts';
import type { ContainerEngine } from '../../../ports/container-engine.ts';
import type { HealthProbe } from '../../../ports/health-probe.ts';
import type { ScoringService } from '../../../ports/scoring-service.ts';
import type { ScoringServer, ServerHost } from '../../../ports/server-host.ts';
import type { ServerProcesses } from '../../../ports/server-processes.ts';
import type { WorkFolder } from '../../../ports/work-folder.ts';
import type { ServiceRef } from '../deploy-target.ts';
import type { AssetPorts } from './asset-steps.ts';
import { serversOf } from './local-servers.ts';
import type { ModelFolderPorts } from './model-to-folder.ts';
import type { TelemetryPorts } from './telemetry-look.ts';

export interface LocalPorts extends ModelFolderPorts, TelemetryPorts, Pick<AssetPorts, 'environments'> {
  readonly containers: ContainerEngine;
  readonly processes: ServerProcesses;
  readonly folder: WorkFolder;
  readonly probe: HealthProbe;
  readonly scoring: ScoringService;
  readonly check: CheckAnswer;
}

export const dockerMissing = (error: unknown): boolean =>
  isExtensionError(error) && (error.code === 'DockerNotRunning' || error.code === 'DockerForbidden');

export const folderOf = ({ folder }: LocalPorts, service: string): string =>
  `${folder.root}/services/${service}`;

export interface Found {
  readonly host: ServerHost;
  readonly server: ScoringServer;
}

/** Every server of a service, whatever runs it. */
export async function findServers(
  ports: LocalPorts,
  { service, deployment }: ServiceRef,
): Promise<readonly Found[]> {
  const inHost = async (host: ServerHost): Promise<readonly Found[]> =>
    (await serversOf(host, service)).map((server) => ({ host, server }));
  const inContainers = inHost(ports.containers).catch((error: unknown) => {
    // Without Docker there are no containers to find.
    if (dockerMissing(error)) return [];
    throw error;
  });
  const all = [...(await inContainers), ...(await inHost(ports.processes))];
  return all.filter(({ server }) => deployment === undefined || server.labels['deployment'] === deployment);
}
