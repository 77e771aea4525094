// Uploads a folder to where the service says it wants it.
import type { UploadFile } from './deployment-assets.ts';

/**
 * Uploads `files` below `folderUri`.
 *
 * @param folderUri https address of a container or folder that carries its own signature (SAS); a secret
 */
export type FolderUpload = (folderUri: string, files: readonly UploadFile[]) => Promise<void>;
