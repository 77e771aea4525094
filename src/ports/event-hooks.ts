// The two ends of a native trigger: the event subscriptions of a workspace, and the hooks that they are for.
import type { AskedHook } from '../core/event-hooks/hook-standing.ts';
import type { EventSubscription } from '../core/event-hooks/own-subscription.ts';
import type { ModelSource } from '../core/model/source.ts';

/** Every call throws catalogue errors only. */
export interface EventSubscriptions {
  /** All of a workspace or registry. @throws WorkspaceNotFound, RegistryNotFound */
  list(source: ModelSource): Promise<readonly EventSubscription[]>;
  /** One that is not there is no error. */
  delete(source: ModelSource, name: string): Promise<void>;
}

export interface HookDoor {
  /** Posts an empty object without a signature, which no hook of ours takes; follows no redirect. Never throws. */
  knock(url: string): Promise<AskedHook>;
}
