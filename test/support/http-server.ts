// A plain HTTP server on loopback whose every answer is decided by the test.
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface HttpServer {
  readonly origin: string;
  close(): Promise<void>;
}

interface Incoming {
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

interface Outgoing {
  readonly status: number;
  readonly headers?: Record<string, string>;
  readonly body: string;
}

export async function startHttpServer(decide: (incoming: Incoming) => Outgoing): Promise<HttpServer> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method = '', url = '' } = request;
      const { status, headers, body } = decide({
        ...{ method, url },
        headers: request.headers,
        body: Buffer.concat(chunks).toString(),
      });
      response.writeHead(status, headers).end(body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => {
          resolve();
        });
      }),
  };
}
