// What the flows need to get at the bytes of a model.
import type { BlobContainer } from '../core/blob-container.ts';
import type { Registry } from '../core/model/source.ts';
import type { ModelVersion } from '../core/model/version.ts';
import type { Workspace } from '../core/workspace.ts';

export interface ModelStores {
  /**
   * The container of a datastore, with the secret that the workspace keeps for it.
   * @throws DatastoreNotFound, DatastoreNotSupported, AzureForbidden
   */
  container(workspace: Workspace, datastore: string): Promise<BlobContainer>;
  /** The address that a job wrote a named output to; absent if there is no such job or output. */
  jobOutput(workspace: Workspace, job: string, output: string): Promise<string | undefined>;
  /**
   * The container that a registry keeps a version's files in, with what opens it.
   * @throws AzureForbidden, AzureResourceNotFound
   */
  registryContainer(registry: Registry, model: ModelVersion): Promise<BlobContainer>;
}

export interface StoredFile {
  /** The blob's whole name in its container. */
  readonly name: string;
  /** In bytes. */
  readonly size: number;
  /** Base64, where storage knows it (not for every file that was uploaded in blocks). */
  readonly md5?: string;
  /** Changes with every write to the file. */
  readonly etag: string;
}

export interface ModelFiles {
  /**
   * The file named `path` and every file below it as a folder; folder markers are left out.
   * @throws StorageForbidden, StorageNotFound, or a "come back later" error
   */
  list(container: BlobContainer, path: string): Promise<readonly StoredFile[]>;

  /**
   * Writes one file, whole and verified (length, and MD5 where storage knows it) or not at all.
   *
   * @param target absolute path; its folders are made
   * @param onBytes called with the number of further bytes that are on disk
   * @returns `kept` if the very file was there already
   * @throws ModelFileDamaged, StorageChanged, TargetNotWritable, or as `list` does
   */
  fetch(
    container: BlobContainer,
    file: StoredFile,
    target: string,
    onBytes: (bytes: number) => void,
  ): Promise<'downloaded' | 'kept'>;
}

/** Writes a small text file, whole or not at all. @throws TargetNotWritable */
export type WriteText = (path: string, text: string) => Promise<void>;

/** The text of a small file in blob storage. */
export type ReadBlob = (container: BlobContainer, name: string) => Promise<string>;
