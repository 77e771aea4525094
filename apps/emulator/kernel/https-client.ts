// HTTPS calls from one emulated service to another, trusting the stack's own authority.
import { request } from 'node:https';

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
}

export interface HttpCall {
  readonly method: string;
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
  readonly caPem: string;
  readonly timeoutMs: number;
  /** The answer is refused beyond this many bytes. */
  readonly maxBytes: number;
}

export async function httpsCall(call: HttpCall): Promise<HttpAnswer> {
  // Without its length Node sends the body of a GET or DELETE unframed, which breaks the connection.
  const length = call.body === undefined ? {} : { 'content-length': String(Buffer.byteLength(call.body)) };
  return new Promise((resolve, reject) => {
    const outgoing = request(
      call.url,
      {
        method: call.method,
        headers: { ...length, ...call.headers },
        ca: call.caPem,
        timeout: call.timeoutMs,
      },
      (incoming) => {
        const chunks: Buffer[] = [];
        let size = 0;
        incoming.on('data', (chunk: Buffer) => {
          size += chunk.length;
          chunks.push(chunk);
          if (size <= call.maxBytes) return;
          // Rejected before the connection is broken: its end must not pass for the end of the answer.
          reject(new Error(`the answer is larger than ${call.maxBytes} bytes`));
          outgoing.destroy();
        });
        incoming.on('end', () => {
          resolve({
            status: incoming.statusCode ?? 0,
            headers: incoming.headers,
            body: Buffer.concat(chunks),
          });
        });
        incoming.on('error', reject);
      },
    );
    outgoing.on('timeout', () => outgoing.destroy(new Error(`no answer within ${call.timeoutMs} ms`)));
    outgoing.on('error', reject);
    outgoing.end(call.body);
  });
}
