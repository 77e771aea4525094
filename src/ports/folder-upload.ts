// Uploads a folder to where the service wants it.
import type { BlobContainer } from '../core/blob-container.ts';
import type { UploadFile } from './deployment-assets.ts';

/**
 * Uploads `files` below `folderUri`.
 *
 * @param folderUri https address of a container or folder that carries its own signature (SAS); a secret
 */
export type FolderUpload = (folderUri: string, files: readonly UploadFile[]) => Promise<void>;

/**
 * Uploads `files` below `folder` of a datastore's container.
 *
 * @param folder without slashes at the ends
 */
export type ContainerUpload = (
  container: BlobContainer,
  folder: string,
  files: readonly UploadFile[],
) => Promise<void>;
