// What the relay remembers of its forwardings across restarts, and how it finds out what became of one that broke off.
import type { ModelVersion } from '../core/model/version.ts';
import type { Workspace } from '../core/workspace.ts';

export interface Forwarding {
  /** `begun`: Azure DevOps may have it or not, as nothing was written down behind the call. */
  readonly state: 'begun' | 'done';
  /** When it began. */
  readonly at: Date;
}

/** @throws WatchStateFailed, which is a "come back later" error; so do all methods */
export interface ForwardedVersions {
  /** @param key of one version to one hook */
  find(key: string): Promise<Forwarding | undefined>;
  /** Before the call. */
  begin(key: string, at: Date): Promise<void>;
  /** Behind the call: Azure DevOps has it. */
  finish(key: string): Promise<void>;
  /** Behind the call: Azure DevOps has said that it did not take it. */
  forget(key: string): Promise<void>;
}

export interface TriggeredReleases {
  /** Whether a trigger made a release of the version, at `since` or later. */
  exist(workspace: Workspace, version: ModelVersion, since: Date): Promise<boolean>;
}
