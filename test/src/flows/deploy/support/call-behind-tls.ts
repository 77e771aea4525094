// A caller of a service behind TLS: knows its address, name and certificate, and perhaps a key.
import { request } from 'node:https';

export interface BehindTls {
  readonly ip: string | undefined;
  readonly host: string;
  /** PEM of the only certificate that is trusted. */
  readonly certificate: string;
  readonly key: string | undefined;
}

export function callBehindTls(
  { ip, host, certificate, key }: BehindTls,
  json: string,
): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const call = request(
      {
        ...{ host: ip, port: 443, path: '/score', method: 'POST', agent: false },
        ...{ servername: host, ca: certificate },
        headers: key === undefined ? {} : { authorization: `Bearer ${key}` },
      },
      (answer) => {
        let body = '';
        answer.on('data', (text) => (body += String(text)));
        answer.on('end', () => resolve({ status: answer.statusCode ?? 0, body }));
      },
    );
    call.on('error', reject);
    call.end(json);
  });
}
