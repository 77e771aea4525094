// The address that probes and Prometheus look at: health, readiness and figures, to read only.
import { type RequestListener, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fail } from '../../core/errors/catalogue.ts';
import type { Readiness } from '../../core/watch/health.ts';

export interface StatusServerOptions {
  readonly host: string;
  /** 0 for any that is free. */
  readonly port: number;
  readonly readiness: () => Readiness;
  readonly metrics: { readonly contentType: string; text(): Promise<string> };
  /** Gets a fault of the program. */
  readonly onFault: (error: unknown) => void;
}

export interface StatusServer {
  /** Scheme, host and port. */
  readonly origin: string;
  close(): Promise<void>;
}

interface Answer {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}

/** A probe that takes longer than this to ask is none; in milliseconds. */
const requestTimeout = 10_000;

/** @throws WatchCannotListen */
export async function startStatusServer(options: StatusServerOptions): Promise<StatusServer> {
  const { host, port, onFault } = options;
  const listener: RequestListener = (request, response) => {
    const write = ({ status, contentType, body }: Answer): void => {
      response.writeHead(status, { 'content-type': contentType, 'cache-control': 'no-store' });
      response.end(request.method === 'HEAD' ? undefined : body);
    };
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.setHeader('allow', 'GET, HEAD');
      write(json(405, { status: 'only to be read' }));
      return;
    }
    answerOf(request.url ?? '/', options).then(write, (error: unknown) => {
      onFault(error);
      write(json(500, { status: 'failed' }));
    });
  };
  const server = createServer({ requestTimeout, headersTimeout: requestTimeout }, listener);
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const reason = error.code === 'EADDRINUSE' ? 'the port is in use' : error.message;
      reject(fail('WatchCannotListen', { address: `${host}:${port}`, reason }, error));
    });
    server.listen(port, host, resolve);
  });
  const { port: bound } = server.address() as AddressInfo;
  return {
    origin: `http://${host.includes(':') ? `[${host}]` : host}:${bound}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answerOf(target: string, { readiness, metrics }: StatusServerOptions): Promise<Answer> {
  const path = target.split('?', 1)[0];
  // Alive is who can answer: a restart mends nothing that Azure or Azure DevOps has to mend.
  if (path === '/healthz') return json(200, { status: 'ok' });
  if (path === '/readyz') {
    const { ready, reason } = readiness();
    return json(ready ? 200 : 503, { status: ready ? 'ready' : 'not ready', reason });
  }
  if (path === '/metrics') {
    return { status: 200, contentType: metrics.contentType, body: await metrics.text() };
  }
  return json(404, { status: 'not found' });
}

function json(status: number, value: object): Answer {
  return { status, contentType: 'application/json', body: JSON.stringify(value) };
}
