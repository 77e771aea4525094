// What a deployment refers to: environment, code and model, and what to register of them. For every kind of endpoint.
import { workspacePath, type Workspace } from '../workspace.ts';
import type { SourceFile } from './content-hash.ts';

export interface Asset {
  readonly name: string;
  readonly version: string;
  /** ARM id. */
  readonly id: string;
}

/** A file that is sent: from this machine, or made by the plan. */
export type PlannedFile = SourceFile | { readonly path: string; readonly text: string };

/** Files and the address that they go to. */
export interface Upload {
  readonly uri: string;
  readonly files: readonly PlannedFile[];
}

export interface DesiredEnvironment {
  readonly id: string;
  /** Absent for a registered one. */
  readonly create?: Asset & { readonly body: object };
  /** The folder that the service builds the image from. */
  readonly context?: Upload;
}

/** What a deployment brings along; what is registered already is only named in its body. */
export interface DesiredAssets {
  readonly environment?: DesiredEnvironment;
  readonly code?: Asset & { readonly files: readonly SourceFile[] };
  readonly model?: Asset & { readonly body: object; readonly upload?: Upload };
}

/** Which of the assets to create are there. */
export interface CurrentAssets {
  readonly environmentExists?: boolean;
  readonly codeExists?: boolean;
  readonly modelExists?: boolean;
}

// 16 hex digits = 64 bits: far beyond any collision among the assets of a workspace, and still readable.
const versionDigits = 16;

/** The part of a hash that names content. */
export const shortHash = (hash: string): string => hash.slice(0, versionDigits);

/** Shown where nobody has asked the workspace for its storage. */
export const unknownStore = 'https://{account}.blob.core.windows.net/{container}';

export function asset(
  workspace: Workspace,
  kind: 'codes' | 'environments' | 'models',
  name: string,
  version: string,
): Asset {
  return { name, version, id: `${workspacePath(workspace)}/${kind}/${name}/versions/${version}` };
}
