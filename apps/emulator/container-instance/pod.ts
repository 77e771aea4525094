// What container groups need from the part that runs containers.
import type { Image } from '../container-runtime/container-runtime.ts';
import type { ContainerRequest, GroupRequest } from './group-schemas.ts';

export interface ContainerEvent {
  readonly count: number;
  readonly firstTimestamp: string;
  readonly lastTimestamp: string;
  readonly name: string;
  readonly message: string;
  readonly type: 'Normal' | 'Warning';
}

export interface ContainerState {
  readonly state: 'Waiting' | 'Running' | 'Terminated';
  readonly startTime?: string;
  readonly exitCode?: number;
  readonly finishTime?: string;
  readonly detailStatus: string;
}

export interface ContainerView {
  readonly restartCount: number;
  readonly currentState: ContainerState;
  readonly previousState?: ContainerState;
  readonly events: readonly ContainerEvent[];
}

/** A container with its image; absent for a program that the stack interprets itself (nginx). */
export interface PulledContainer {
  readonly request: ContainerRequest;
  readonly image: Image | undefined;
}

export interface PodSpec {
  readonly name: string;
  readonly request: GroupRequest;
  readonly containers: readonly PulledContainer[];
  /** The address to keep, when the group had one. */
  readonly ip: string | undefined;
}

export interface RunningPod {
  readonly ip: string;
  view(container: string): ContainerView;
  log(container: string): string;
  restart(): Promise<void>;
  stop(): Promise<void>;
}

export interface PodHost {
  /** Starts the containers and resolves when each has been started once, whether or not it stays up. */
  start(spec: PodSpec): Promise<RunningPod>;
}
