// Finding workspaces and registries by less than their three names.
import type { Registry } from '../core/model/source.ts';
import type { Workspace } from '../core/workspace.ts';

export interface ModelSources {
  /** A registry of the subscription, by its name in any case; absent if the caller can see none of that name. */
  registry(subscriptionId: string, name: string): Promise<Registry | undefined>;
  /** The number that Azure gave a workspace. @throws WorkspaceNotFound */
  workspaceId(workspace: Workspace): Promise<string>;
}
