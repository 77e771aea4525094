// Container groups of Azure Container Instances. Every write waits until the service has carried it out.
import type { Workspace } from '../core/workspace.ts';

/** A group lies in the resource group of the workspace. */
export interface GroupRef {
  readonly workspace: Workspace;
  readonly group: string;
}

export interface GroupContainer {
  readonly name: string;
  readonly image: string;
  /** Waiting, Running or Terminated; what more the service says of it, e.g. CrashLoopBackOff. */
  readonly state: string;
  readonly detail: string;
  readonly restarts: number;
  /** What the service warned of, such as probes that failed, oldest first: `Readiness probe failed: ... (3 times)`. */
  readonly warnings: readonly string[];
}

export interface ContainerGroup {
  readonly name: string;
  /** Of the last operation: Pending, Creating, Succeeded, Failed, ... */
  readonly provisioningState: string;
  /** Milliseconds until the service wants to be asked again, where it said so. */
  readonly pauseMs?: number;
  /** Of the containers together: Pending, Running, Stopped, ... */
  readonly state: string;
  readonly location: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly containers: readonly GroupContainer[];
  readonly ip?: string;
  /** The name that callers use, where the group has one. */
  readonly fqdn?: string;
  /** Ports that callers reach. */
  readonly ports: readonly number[];
  /** The group as it may be put again, but for its secrets, which the service never shows. */
  readonly body: object;
}

export interface ContainerGroups {
  get(ref: GroupRef): Promise<ContainerGroup | undefined>;
  /**
   * Creates the group, or replaces what runs in it by other containers.
   * @param body of the service's own request
   * @throws AzureOperationFailed, AzureRejected, AzureConflict
   */
  put(ref: GroupRef, body: object): Promise<void>;
  /** Replaces the tags and restarts nothing. */
  tag(ref: GroupRef, tags: Readonly<Record<string, string>>): Promise<void>;
  /** What is not there is no error. */
  delete(ref: GroupRef): Promise<void>;
  /** The last `tail` lines of a container's log; empty before it has written any. */
  logs(ref: GroupRef, container: string, tail: number): Promise<string>;
}
