// Storage and a target folder in memory.
import { createHash } from 'node:crypto';
import type { BlobContainer } from '../../src/core/blob-container.ts';
import { fail } from '../../src/core/errors/catalogue.ts';
import type { ContainerUpload } from '../../src/ports/folder-upload.ts';
import type { ModelFiles, ModelStores, StoredFile } from '../../src/ports/model-files.ts';

export interface MemoryModelFiles extends ModelFiles, ModelStores {
  /** Puts files into a container: texts as they are, files of a disk by the content that `disk` has. */
  readonly upload: ContainerUpload;
  /** `container/blob` -> content. */
  readonly blobs: Map<string, string>;
  /** Path -> content. */
  readonly disk: Map<string, string>;
  /** `job/output` -> address. */
  readonly outputs: Map<string, string>;
  /** The next this many fetches end as a passing fault. */
  failures: number;
}

/** Datastores are `workspaceblobstore` and `workspaceartifactstore`, each with a container of its own name. */
export function createMemoryModelFiles(): MemoryModelFiles {
  const blobs = new Map<string, string>();
  const disk = new Map<string, string>();
  const outputs = new Map<string, string>();
  const key = ({ container }: BlobContainer, name: string) => `${container}/${name}`;
  const memory: MemoryModelFiles = {
    blobs,
    disk,
    outputs,
    failures: 0,
    upload(container, folder, files) {
      for (const file of files) {
        const content = 'text' in file ? file.text : disk.get(file.absolutePath);
        if (content === undefined)
          throw fail('UploadSourceUnreadable', { path: file.path, reason: 'it does not exist' });
        if (memory.failures > 0) {
          memory.failures--;
          throw fail('StorageFailed', { resource: file.path, status: 503, reason: 'ServerBusy' });
        }
        blobs.set(key(container, `${folder}/${file.path}`), content);
      }
      return Promise.resolve();
    },
    async container(workspace, datastore) {
      if (!/^workspace(blob|artifact)store$/.test(datastore))
        throw fail('DatastoreNotFound', { datastore, workspace: workspace.name });
      return Promise.resolve({
        accountUrl: 'https://acc.blob.core.windows.net',
        container: datastore,
        access: { kind: 'identity' },
      });
    },
    jobOutput: (_, job, output) => Promise.resolve(outputs.get(`${job}/${output}`)),
    registryContainer: (registry, { model, version }) =>
      Promise.resolve({
        accountUrl: 'https://shared.blob.core.windows.net',
        container: `${registry.name}-${model}-${version}`,
        access: { kind: 'sas', token: 'sig=x' },
      }),
    list(container, path) {
      const prefix = `${container.container}/`;
      const names = [...blobs.keys()].flatMap((name) =>
        name.startsWith(prefix) ? [name.slice(prefix.length)] : [],
      );
      const found = names.filter((name) => path === '' || name === path || name.startsWith(`${path}/`));
      return Promise.resolve(
        found.map((name): StoredFile => ({
          name,
          size: blobs.get(key(container, name))?.length ?? 0,
          md5: md5Of(blobs.get(key(container, name)) ?? ''),
          etag: '"1"',
        })),
      );
    },
    async fetch(container, file, target, onBytes) {
      const content = await Promise.resolve(blobs.get(key(container, file.name)));
      if (content === undefined) throw fail('StorageNotFound', { resource: file.name });
      if (disk.get(target) === content) {
        onBytes(content.length);
        return 'kept';
      }
      onBytes(Math.floor(content.length / 2));
      if (memory.failures > 0) {
        memory.failures--;
        throw fail('ModelFileDamaged', { path: file.name, problem: 'half of it is missing' });
      }
      onBytes(content.length - Math.floor(content.length / 2));
      disk.set(target, content);
      return 'downloaded';
    },
  };
  return memory;
}

export const md5Of = (content: string): string => createHash('md5').update(content).digest('base64');
