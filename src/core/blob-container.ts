// A container in blob storage and how to get in.

export type StorageAccess =
  | { readonly kind: 'key'; readonly accountName: string; readonly key: string }
  /** A shared access signature, without the leading question mark. */
  | { readonly kind: 'sas'; readonly token: string }
  /** None: anyone may read the container. */
  | { readonly kind: 'public' }
  /** The caller's own identity: the store keeps no secret. */
  | { readonly kind: 'identity' };

export interface BlobContainer {
  /** Without a trailing slash, e.g. https://mlprod.blob.core.windows.net. */
  readonly accountUrl: string;
  readonly container: string;
  readonly access: StorageAccess;
}
