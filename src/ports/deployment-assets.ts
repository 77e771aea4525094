// What the deploy flow needs to put in place before a deployment: workspace facts, environments and code.
import type { Asset } from '../core/deploy/desired-deployment.ts';
import type { Workspace } from '../core/workspace.ts';

export interface WorkspaceFacts {
  /** The Azure region of the workspace. @throws WorkspaceNotFound */
  location(workspace: Workspace): Promise<string>;
}

export interface Environments {
  exists(workspace: Workspace, name: string, version: string): Promise<boolean>;
  /** The ARM id of a registered environment; `latest` is the most recently created version. Absent if there is none. */
  find(workspace: Workspace, name: string, version: string): Promise<string | undefined>;
  create(workspace: Workspace, environment: Asset & { readonly body: object }): Promise<void>;
}

/** A file to upload: `path` below the code root with '/', `absolutePath` on this machine. */
export interface UploadFile {
  readonly path: string;
  readonly absolutePath: string;
}

export interface CodeAssets {
  exists(workspace: Workspace, name: string, version: string): Promise<boolean>;
  /** Uploads the files, then registers the code version that points at them. */
  upload(workspace: Workspace, code: Asset, files: readonly UploadFile[]): Promise<void>;
}
