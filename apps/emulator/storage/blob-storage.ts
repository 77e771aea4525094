// The workspace's storage account: its address and keys, and the few calls that the emulated services make to it.
import { randomBytes } from 'node:crypto';
import type { ServerCertificate } from '../kernel/certificate-authority.ts';
import { httpsCall, type HttpAnswer } from '../kernel/https-client.ts';
import type { ProcessTable } from '../kernel/process-table.ts';
import type { Time } from '../kernel/time.ts';
import { startAzurite } from './azurite.ts';
import { parseBlobList, type BlobEntry } from './blob-list.ts';
import { accountSas, containerSas } from './sas.ts';

export interface BlobStorageOptions {
  readonly port: number;
  readonly certificate: ServerCertificate;
  readonly caPem: string;
  readonly directory: string;
  readonly processes: ProcessTable;
  readonly time: Time;
  readonly log: (line: string) => void;
}

export interface BlobStorage {
  readonly accountName: string;
  readonly accountKey: string;
  /** e.g. 127.0.0.1:41001: the `endpoint` of datastores. Clients use path-style addresses on an IP host. */
  readonly endpoint: string;
  /** e.g. https://127.0.0.1:41001/devstoreaccount1 */
  readonly url: string;
  /** @param access whether anyone may read and list it, without a signature */
  createContainer(name: string, access?: 'private' | 'public'): Promise<void>;
  /** All blobs of `container` whose name begins with `prefix`. */
  list(container: string, prefix: string): Promise<readonly BlobEntry[]>;
  read(container: string, name: string): Promise<Buffer>;
  /** Writes a block blob, in the place of one that is there. */
  write(container: string, name: string, content: string | Buffer): Promise<void>;
  /** A signature that lets its bearer read, add, write and list in `container` for an hour. */
  uploadSas(container: string): string;
  /** The same to read and list only. */
  readSas(container: string): string;
  close(): Promise<void>;
}

/** A model of the emulated workspace larger than this cannot be deployed in it. */
const maxBlobBytes = 2 ** 31;
const hourMs = 3_600_000;
// Azurite takes path-style addresses on an IP host whatever the account's name; this is the name that tools know.
const accountName = 'devstoreaccount1';

export async function startBlobStorage(options: BlobStorageOptions): Promise<BlobStorage> {
  const { caPem, time } = options;
  const accountKey = randomBytes(64).toString('base64');
  const azurite = await startAzurite({ ...options, service: 'blob', accountName, accountKey });
  const endpoint = `127.0.0.1:${azurite.port}`;
  const url = `https://${endpoint}/${accountName}`;
  const inAnHour = () => new Date(time.now().getTime() + hourMs);

  async function call(
    method: string,
    path: string,
    query: Record<string, string>,
    { headers = {}, body }: { headers?: Record<string, string>; body?: string | Buffer } = {},
  ): Promise<HttpAnswer> {
    const sas = accountSas({ accountName, accountKey, permissions: 'rwlac', expiresAt: inAnHour() });
    const parameters = new URLSearchParams(query).toString();
    const answer = await httpsCall({
      method,
      url: `${url}/${path}?${sas}&${parameters}`,
      headers: { ...(body === undefined && { 'content-length': '0' }), ...headers },
      ...(body !== undefined && { body }),
      caPem,
      timeoutMs: 120_000,
      maxBytes: maxBlobBytes,
    });
    if (answer.status >= 300)
      throw new Error(
        `blob storage answered ${answer.status} to ${method} ${path}: ${answer.body.toString('utf8')}`,
      );
    return answer;
  }

  const blobPath = (container: string, name: string) =>
    `${container}/${name.split('/').map(encodeURIComponent).join('/')}`;
  const signed = (container: string, permissions: string) =>
    containerSas(container, { accountName, accountKey, permissions, expiresAt: inAnHour() });

  return {
    accountName,
    accountKey,
    endpoint,
    url,
    async createContainer(name, access = 'private') {
      const headers = access === 'public' ? { 'x-ms-blob-public-access': 'container' } : {};
      await call('PUT', name, { restype: 'container' }, { headers });
    },
    async list(container, prefix) {
      const entries: BlobEntry[] = [];
      let marker = '';
      do {
        const query = { restype: 'container', comp: 'list', prefix, marker };
        const page = parseBlobList((await call('GET', container, query)).body.toString('utf8'));
        entries.push(...page.entries);
        marker = page.nextMarker;
      } while (marker !== '');
      return entries;
    },
    async read(container, name) {
      return (await call('GET', blobPath(container, name), {})).body;
    },
    async write(container, name, content) {
      const headers = { 'x-ms-blob-type': 'BlockBlob', 'content-type': 'text/plain; charset=utf-8' };
      await call('PUT', blobPath(container, name), {}, { headers, body: content });
    },
    uploadSas: (container) => signed(container, 'racwl'),
    readSas: (container) => signed(container, 'rl'),
    close: () => azurite.process.stop(),
  };
}
