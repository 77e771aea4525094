// A scoring request to an address of its own, under the name that its callers use: before DNS knows it, too.
import { X509Certificate } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest, type RequestOptions } from 'node:https';
import { TLSSocket } from 'node:tls';
import type { ConnectTo } from '../../ports/scoring-service.ts';

export interface DirectRequest {
  readonly uri: string;
  readonly connectTo: ConnectTo;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly timeoutMs: number;
}

export interface DirectAnswer {
  readonly status: number;
  readonly body: string;
  readonly header: (name: string) => string | undefined;
}

/**
 * @throws Error when nothing answers, in time or at all, or with another certificate
 */
export async function sendDirectly(call: DirectRequest): Promise<DirectAnswer> {
  const { uri, connectTo, headers, body, timeoutMs } = call;
  const { protocol, hostname, host, port, pathname } = new URL(uri);
  const isTls = protocol === 'https:';
  const { ip, certificate } = connectTo;
  const options: RequestOptions = {
    host: ip,
    port: port === '' ? (isTls ? 443 : 80) : Number(port),
    method: 'POST',
    path: pathname,
    headers: { ...headers, host, 'content-length': String(Buffer.byteLength(body)) },
    agent: false,
    timeout: timeoutMs,
    // A given certificate is compared as a whole, which is stricter than a chain that this machine may not know.
    ...(isTls && { servername: hostname, rejectUnauthorized: certificate === undefined }),
  };
  return new Promise((resolve, reject) => {
    const outgoing = (isTls ? httpsRequest : httpRequest)(options, (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.on('error', reject);
      incoming.on('end', () => {
        resolve({
          status: incoming.statusCode ?? 0,
          body: Buffer.concat(chunks).toString('utf8'),
          header: (name) => [incoming.headers[name] ?? []].flat()[0],
        });
      });
    });
    if (isTls && certificate !== undefined) {
      const wanted = new X509Certificate(certificate).fingerprint256;
      outgoing.on('socket', (socket) => {
        socket.once('secureConnect', () => {
          const shown =
            socket instanceof TLSSocket ? socket.getPeerX509Certificate()?.fingerprint256 : undefined;
          if (shown !== wanted) outgoing.destroy(new Error(`${hostname} shows another certificate`));
        });
      });
    }
    outgoing.on('timeout', () => outgoing.destroy(new Error(`no answer within ${timeoutMs / 1000} s`)));
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}
