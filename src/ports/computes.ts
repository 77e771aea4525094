// What the flows need to know of a workspace's computes before they deploy to one.
import type { Workspace } from '../core/workspace.ts';

export interface ComputeState {
  readonly name: string;
  /** AmlCompute, Kubernetes, ... */
  readonly type: string;
  readonly provisioningState: string;
  /** Of a Kubernetes compute: where its containers run. */
  readonly namespace?: string;
  /** Of a Kubernetes compute: the names of its instance types. */
  readonly instanceTypes?: readonly string[];
  /** Of a cluster: how many nodes it can have. */
  readonly maxNodes?: number;
}

export interface Computes {
  get(workspace: Workspace, name: string): Promise<ComputeState | undefined>;
  /** Names, for messages. */
  names(workspace: Workspace): Promise<readonly string[]>;
}
