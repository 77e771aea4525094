// What online endpoints need from the part that runs scoring scripts.
import type { BlobLocation } from '../assets/asset-path.ts';
import type { Traffic } from './online-rules.ts';

export type LogContainer = 'InferenceServer' | 'StorageInitializer';

export interface DeploymentLogs {
  add(container: LogContainer, text: string): void;
  /** The last `tail` lines; all that is kept when absent. */
  read(container: LogContainer, tail: number | undefined): string;
}

export interface ServedModel {
  readonly name: string;
  readonly version: string;
  readonly location: BlobLocation;
}

export interface ServedCode {
  readonly location: BlobLocation;
  readonly scoringScript: string;
}

export interface ServedEnvironment {
  readonly id: string;
  readonly image: string;
  readonly condaFile: string | undefined;
}

/** The user's script in the user's environment. */
export interface ScriptServing {
  readonly kind: 'script';
  /** Absent for a deployment that serves code alone. */
  readonly model?: ServedModel;
  readonly code: ServedCode;
  readonly environment: ServedEnvironment;
}

/** A model that says itself how it is loaded (and, of MLflow's, with which packages). */
export interface SelfServing {
  readonly kind: 'mlflow' | 'triton';
  readonly model: ServedModel;
}

/** What a container speaks: the scoring contract of scripts, or Triton's own protocol below `/v2`. */
export type ServerProtocol = 'script' | 'triton';

export interface DeploymentSpec {
  readonly endpoint: string;
  readonly deployment: string;
  readonly serving: ScriptServing | SelfServing;
  readonly environmentVariables: Readonly<Record<string, string>>;
  /** Whether the server is told where the workspace's telemetry goes. */
  readonly sendsTelemetry: boolean;
  /** What the container may use at most, where the deployment says it. */
  readonly limits?: { readonly cpu: number; readonly memoryInGB: number };
  /** How long the container may take until its first healthy answer. Milliseconds. */
  readonly readyWithinMs: number;
}

export interface RunningDeployment {
  /** The plain HTTP port of the inference server on 127.0.0.1. */
  readonly port: number;
  readonly protocol: ServerProtocol;
  readonly isUp: () => boolean;
  /** CPU time that its processes have used so far; absent where nobody counts it. */
  readonly cpuMilliseconds?: () => number | undefined;
  stop(): Promise<void>;
}

export interface RoutedDeployment {
  readonly name: string;
  readonly port: number;
  readonly protocol: ServerProtocol;
  readonly isUp: boolean;
  readonly requestTimeoutMs: number;
  /** Requests in flight beyond this are answered with 429. */
  readonly maxInFlight: number;
}

/** What the endpoint looks like at the moment a request arrives. */
export interface EndpointView {
  readonly traffic: Traffic;
  readonly mirrorTraffic: Traffic;
  readonly deployments: readonly RoutedDeployment[];
  /** Whether the bearer of a request may score. */
  readonly authorize: (bearer: string) => Promise<boolean>;
}

export interface EndpointGateway {
  /** Where scoring addresses begin, e.g. https://localhost:43123 */
  readonly baseUrl: string;
  close(): Promise<void>;
}

/** A managed endpoint has a host of its own, the endpoints of a cluster share one and differ by path. */
export interface GatewayPlace {
  readonly endpoint: string;
  readonly kind: 'Managed' | 'Kubernetes';
}

export interface ScoringHost {
  openGateway(place: GatewayPlace, view: () => EndpointView): Promise<EndpointGateway>;
  /**
   * Builds what the deployment needs and starts its inference server; resolves when it is healthy.
   *
   * @throws OperationFailure as the service explains it
   */
  start(spec: DeploymentSpec, logs: DeploymentLogs, signal: AbortSignal): Promise<RunningDeployment>;
}
