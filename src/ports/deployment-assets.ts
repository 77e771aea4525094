// What the deploy flow needs to put in place before a deployment: workspace facts, environments and code.
import type { Asset } from '../core/deploy/desired-assets.ts';
import type { Workspace } from '../core/workspace.ts';

export interface WorkspaceFacts {
  /** The Azure region of the workspace. @throws WorkspaceNotFound */
  location(workspace: Workspace): Promise<string>;
}

export interface Environments {
  exists(workspace: Workspace, name: string, version: string): Promise<boolean>;
  /** `latest` is the most recently created version. Absent if there is none. */
  find(workspace: Workspace, name: string, version: string): Promise<RegisteredEnvironment | undefined>;
  create(workspace: Workspace, environment: Asset & { readonly body: object }): Promise<void>;
}

/** A file to upload to `path` (with '/') below a folder: one on this machine, or a made one. */
export type UploadFile =
  { readonly path: string; readonly absolutePath: string } | { readonly path: string; readonly text: string };

/** A registered environment version; one that the service builds names no image. */
export interface RegisteredEnvironment {
  /** ARM id. */
  readonly id: string;
  readonly image?: string;
  /** Text of its conda file. */
  readonly condaFile?: string;
}

export interface CodeAssets {
  exists(workspace: Workspace, name: string, version: string): Promise<boolean>;
  /** Uploads the files, then registers the code version that points at them. */
  upload(workspace: Workspace, code: Asset, files: readonly UploadFile[]): Promise<void>;
}
