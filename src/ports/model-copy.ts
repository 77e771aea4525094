// What promotion needs to bring a model's bytes into another store.
import type { BlobContainer } from '../core/blob-container.ts';
import type { Registry } from '../core/model/source.ts';
import type { NewModelVersion } from '../core/model/registration.ts';
import type { ModelVersion } from '../core/model/version.ts';
import type { StoredFile } from './model-files.ts';

/**
 * Copies one file, whole and verified (length, and MD5 where storage knows it), by the storage accounts themselves where they
 * can, else through this machine in blocks.
 *
 * @param name the blob's name in the target
 * @returns `kept` if the very file was there already
 * @throws ModelFileDamaged, StorageChanged, StorageForbidden, StorageNotFound, or a "come back later" error
 */
export type CopyFile = (
  from: BlobContainer,
  file: StoredFile,
  to: BlobContainer,
  name: string,
) => Promise<'copied' | 'kept'>;

export interface RegistryUploads {
  /**
   * The container that the files of a version go to.
   * @param uploadId a UUID; the same one gives the same container again, so that a broken copy goes on
   */
  start(registry: Registry, model: string, version: string, uploadId: string): Promise<RegistryUpload>;
  /** @throws ModelVersionTaken */
  create(
    registry: Registry,
    model: string,
    version: string,
    registered: NewModelVersion,
  ): Promise<ModelVersion>;
}

export interface RegistryUpload {
  /** Opened by a signature. */
  readonly container: BlobContainer;
  /** Without signature, without a slash at the end. */
  readonly uri: string;
}
