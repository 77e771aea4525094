// Passes one request on to an inference server over plain HTTP, with a time limit.
import { request } from 'node:http';

export interface ForwardedRequest {
  readonly port: number;
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  readonly timeoutMs: number;
}

export type ForwardAnswer =
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly reason: string;
      readonly headers: Readonly<Record<string, string | string[] | undefined>>;
      readonly body: Buffer;
    }
  | { readonly kind: 'timeout' }
  | { readonly kind: 'unreachable' };

export async function forward(call: ForwardedRequest): Promise<ForwardAnswer> {
  return new Promise((resolve) => {
    const outgoing = request(
      {
        host: '127.0.0.1',
        port: call.port,
        method: call.method,
        path: call.path,
        headers: { ...call.headers, 'content-length': String(call.body.length) },
        agent: false,
      },
      (incoming) => {
        const chunks: Buffer[] = [];
        incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
        incoming.on('end', () => {
          clearTimeout(limit);
          resolve({
            kind: 'answer',
            status: incoming.statusCode ?? 0,
            reason: incoming.statusMessage ?? '',
            headers: incoming.headers,
            body: Buffer.concat(chunks),
          });
        });
      },
    );
    // The whole exchange counts, not the silence between two packets.
    const limit = setTimeout(() => {
      resolve({ kind: 'timeout' });
      outgoing.destroy();
    }, call.timeoutMs);
    outgoing.on('error', () => {
      clearTimeout(limit);
      resolve({ kind: 'unreachable' });
    });
    outgoing.end(call.body);
  });
}
