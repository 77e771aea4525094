// Azurite as the storage account that watchers share: tables and blobs over HTTPS, with a key of its own.
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type ServerCertificate,
  createCertificateAuthority,
} from '../../apps/emulator/kernel/certificate-authority.ts';
import { ProcessTable } from '../../apps/emulator/kernel/process-table.ts';
import { systemTime } from '../../apps/emulator/kernel/time.ts';
import { startAzurite } from '../../apps/emulator/storage/azurite.ts';
import { trustAuthority } from './trust-authority.ts';

export interface StateAccount {
  readonly tableUrl: string;
  readonly blobUrl: string;
  readonly connectionString: string;
  /** The authority of its certificate, for processes that are yet to start. */
  readonly caPem: string;
  readonly caFile: string;
  close(): Promise<void>;
}

/** A server certificate and the authority it comes from, when the account shall have that of a stack. */
export interface Issuer {
  readonly certificate: ServerCertificate;
  readonly caPem: string;
}

export async function startStateAccount(issuer?: Issuer): Promise<StateAccount> {
  const { certificate, caPem } = issuer ?? (await newIssuer());
  trustAuthority(caPem);
  const directory = await mkdtemp(join(tmpdir(), 'state-account-'));
  const caFile = join(directory, 'ca.pem');
  await writeFile(caFile, caPem);
  const processes = new ProcessTable();
  const accountName = 'devstoreaccount1';
  const accountKey = randomBytes(64).toString('base64');
  const start = async (service: 'blob' | 'table'): Promise<string> => {
    const common = { port: 0, certificate, caPem, directory, accountName, accountKey, processes };
    const { port } = await startAzurite({ ...common, service, time: systemTime, log: () => undefined });
    return `https://127.0.0.1:${port}/${accountName}`;
  };
  const close = async (): Promise<void> => {
    await processes.stopAll();
    await rm(directory, { recursive: true, force: true });
  };
  try {
    const [blobUrl, tableUrl] = await Promise.all([start('blob'), start('table')]);
    const connectionString =
      `DefaultEndpointsProtocol=https;AccountName=${accountName};AccountKey=${accountKey};` +
      `BlobEndpoint=${blobUrl};TableEndpoint=${tableUrl};`;
    return { tableUrl, blobUrl, connectionString, caPem, caFile, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function newIssuer(): Promise<Issuer> {
  const authority = await createCertificateAuthority(new Date());
  return { certificate: await authority.issueForLocalhost(), caPem: authority.caPem };
}
