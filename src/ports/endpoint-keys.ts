// The two keys of an endpoint whose callers present one.
import type { Workspace } from '../core/workspace.ts';

export const keyNames = ['primary', 'secondary'] as const;
export type KeyName = (typeof keyNames)[number];

/** Secrets. */
export type KeyPair = Readonly<Record<KeyName, string>>;

export interface EndpointKeys {
  /** @throws AzureRejected for an endpoint whose callers present tokens */
  read(workspace: Workspace, endpoint: string): Promise<KeyPair>;
  /** Makes a new key in place of the one named, which is refused from then on; the other one stays. */
  regenerate(workspace: Workspace, endpoint: string, key: KeyName): Promise<void>;
}
