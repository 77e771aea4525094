// A small HTTPS server on loopback whose every answer is decided by the test.
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { createCertificateAuthority } from '../../apps/emulator/kernel/certificate-authority.ts';
import { trustAuthority } from './trust-authority.ts';

export interface FakeRequest {
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

export interface FakeAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Objects are sent as JSON. */
  readonly body?: unknown;
}

export interface HttpsFake {
  readonly origin: string;
  readonly requests: readonly FakeRequest[];
  close(): Promise<void>;
}

let certificate: Promise<{ certPem: string; keyPem: string }> | undefined;

async function localCertificate(): Promise<{ certPem: string; keyPem: string }> {
  const authority = await createCertificateAuthority(new Date());
  trustAuthority(authority.caPem);
  return authority.issueForLocalhost();
}

/** Starts the server; this process trusts it. An answer of 'hang' never comes, 'break' cuts the connection. */
export async function startHttpsFake(
  decide: (request: FakeRequest, count: number) => FakeAnswer | 'hang' | 'break',
): Promise<HttpsFake> {
  certificate ??= localCertificate();
  const { certPem, keyPem } = await certificate;
  const requests: FakeRequest[] = [];
  const server = createServer({ cert: certPem, key: keyPem }, (incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const { method = '', url = '', headers } = incoming;
      const request = { method, url, headers, body: Buffer.concat(chunks).toString('utf8') };
      requests.push(request);
      const answer = decide(request, requests.length);
      if (answer === 'hang') return;
      if (answer === 'break') {
        incoming.socket.destroy();
        return;
      }
      const text = typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body);
      outgoing.writeHead(answer.status, { 'content-type': 'application/json', ...answer.headers });
      outgoing.end(answer.body === undefined ? undefined : text);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  return {
    origin: `https://localhost:${(server.address() as AddressInfo).port}`,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}
