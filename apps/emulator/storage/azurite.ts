// Starts one service of Azurite over HTTPS with an account key of its own, and waits until it answers.
import { createRequire } from 'node:module';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ServerCertificate } from '../kernel/certificate-authority.ts';
import { freePort } from '../kernel/free-port.ts';
import { httpsCall } from '../kernel/https-client.ts';
import type { ChildProcess, ProcessTable } from '../kernel/process-table.ts';
import type { Time } from '../kernel/time.ts';

export interface AzuriteOptions {
  readonly service: 'blob' | 'table';
  /** 0 lets the system choose. */
  readonly port: number;
  readonly certificate: ServerCertificate;
  readonly caPem: string;
  /** Holds what is stored, the certificate and its key. */
  readonly directory: string;
  readonly accountName: string;
  readonly accountKey: string;
  readonly processes: ProcessTable;
  readonly time: Time;
  readonly log: (line: string) => void;
}

export interface Azurite {
  readonly process: ChildProcess;
  readonly port: number;
}

// A cold start on a busy machine takes a few seconds.
const startTimeoutMs = 60_000;
const pollMs = 100;

function executable(service: AzuriteOptions['service']): string {
  const manifest = createRequire(import.meta.url).resolve('azurite/package.json');
  return join(dirname(manifest), 'dist', 'src', service, 'main.js');
}

async function answers(port: number, caPem: string): Promise<boolean> {
  const url = `https://127.0.0.1:${port}/`;
  try {
    await httpsCall({ method: 'GET', url, caPem, timeoutMs: 2_000, maxBytes: 100_000 });
    return true;
  } catch {
    return false;
  }
}

/**
 * Starts the service.
 *
 * @throws when it ends or does not answer within a minute, with what it printed
 */
export async function startAzurite(options: AzuriteOptions): Promise<Azurite> {
  const { service, directory, certificate, time } = options;
  const location = join(directory, `${service}s`);
  const certFile = join(directory, 'certificate.pem');
  const keyFile = join(directory, 'key.pem');
  await mkdir(location, { recursive: true });
  await writeFile(certFile, certificate.certPem);
  await writeFile(keyFile, certificate.keyPem, { mode: 0o600 });
  const caFile = join(directory, 'authority.pem');
  await writeFile(caFile, options.caPem);
  const port = options.port || (await freePort());
  let printed = '';
  const child = options.processes.start({
    name: service === 'blob' ? 'azurite' : `azurite-${service}`,
    command: process.execPath,
    args: [
      ...[executable(service), `--${service}Host`, '127.0.0.1', `--${service}Port`, String(port)],
      ...['--location', location],
      ...['--cert', certFile, '--key', keyFile, '--oauth', 'basic'],
      // SDKs send newer API versions than the newest Azurite for Node 20 knows.
      ...['--silent', '--disableTelemetry', '--skipApiVersionCheck'],
    ],
    cwd: directory,
    env: {
      AZURITE_ACCOUNTS: `${options.accountName}:${options.accountKey}`,
      // Copying from an address, it asks that address, which is its own.
      NODE_EXTRA_CA_CERTS: caFile,
    },
    onOutput: (text) => {
      printed = (printed + text).slice(-4_000);
      options.log(text.trimEnd());
    },
  });
  const deadline = time.now().getTime() + startTimeoutMs;
  while (!(await answers(port, options.caPem))) {
    const exit = child.exit();
    if (exit !== undefined) throw new Error(`Azurite ended with ${exit} while starting: ${printed}`);
    if (time.now().getTime() > deadline) {
      await child.stop();
      throw new Error(`Azurite did not answer within ${startTimeoutMs / 1000} s: ${printed}`);
    }
    await time.wait(pollMs);
  }
  return { process: child, port };
}
