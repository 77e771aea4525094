// How a one-machine stack is wanted.
import type { AzureDevOps, AzureDevOpsOptions } from './azure-devops/server.ts';
import type { AzureMlOptions } from './azure-ml/azure-ml.ts';
import type { ContainerMode } from './container-runtime/choose-runtime.ts';
import type { EventGridOptions } from './event-grid/event-grid.ts';

/** Starts the Azure DevOps part with what the stack knows; the caller adds extension and runtimes. */
export type DevOpsStarter = (
  options: Pick<
    AzureDevOpsOptions,
    'port' | 'certificate' | 'caPem' | 'caFile' | 'gaps' | 'stateDir' | 'log' | 'azure'
  >,
) => Promise<AzureDevOps>;

export interface StackOptions {
  /** Kept after the end; a temporary directory, removed at the end, when absent. */
  readonly stateDir?: string;
  /** Holds what is worth keeping between runs (virtual environments). */
  readonly cacheDir: string;
  /** Receives every ARM exchange as a line of JSON. */
  readonly recordFile?: string;
  readonly python?: string;
  readonly ports?: {
    readonly identity?: number;
    readonly arm?: number;
    readonly devops?: number;
    readonly blob?: number;
    readonly iotHub?: number;
  };
  /** How long every long-running operation takes at least; 300 milliseconds when absent. */
  readonly operationMs?: number;
  readonly allowDotsInModelNames?: boolean;
  /** What runs deployments, container groups and IoT Edge modules, and builds their images; `process` when absent. */
  readonly containers?: ContainerMode;
  /** With what the registry opens its models' files; a signature of their container when absent. */
  readonly dataReference?: AzureMlOptions['dataReference'];
  /** Models and versions of a page; 30 when absent. */
  readonly pageSize?: number;
  /** Name of a second workspace in the same resource group; none when absent. Its models raise no events. */
  readonly secondWorkspace?: string;
  /** How Event Grid behaves; Azure's own pace and a handshake before the answer when absent. */
  readonly eventGrid?: Partial<Pick<EventGridOptions, 'retryScale' | 'handshake' | 'dataCasing'>>;
  /** The environment that pip and containers take PATH, HOME and LANG from. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly log: (line: string) => void;
  readonly random?: () => number;
  /** Absent: the stack runs without Azure DevOps. */
  readonly startDevOps?: DevOpsStarter;
}
