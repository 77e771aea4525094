// One HTTPS server of the stack: its port is chosen by the system unless given; unknown paths go to the gap list.
import type { AddressInfo } from 'node:net';
import fastify, { type FastifyInstance, type RawServerBase } from 'fastify';
import type { Server } from 'node:https';
import type { ServerCertificate } from './certificate-authority.ts';
import type { GapList } from './gap-list.ts';

export type App = FastifyInstance<Server>;

export interface RunningServer {
  readonly name: string;
  /** e.g. https://localhost:43121, without a trailing slash. */
  readonly origin: string;
  close(): Promise<void>;
}

export interface HttpsServerOptions {
  readonly name: string;
  /** 0 lets the system choose. */
  readonly port: number;
  readonly certificate: ServerCertificate;
  readonly gaps: GapList;
  /** Renders the service's own "no such thing" body. */
  readonly notFoundBody: (method: string, path: string) => unknown;
  /** The status of that answer; 404 when absent. */
  readonly notFoundStatus?: (method: string, path: string) => number;
  /** Adds the routes. `origin` is known only after listening: ask for it inside handlers. */
  readonly register: (app: App, origin: () => string) => void | Promise<void>;
}

/** Bodies up to 64 MiB: the largest the emulated services take in one request. */
const bodyLimit = 64 * 1024 * 1024;

function portOf(server: RawServerBase): number {
  return (server.address() as AddressInfo).port;
}

export async function startHttpsServer(options: HttpsServerOptions): Promise<RunningServer> {
  const app: App = fastify({
    https: { cert: options.certificate.certPem, key: options.certificate.keyPem },
    bodyLimit,
    forceCloseConnections: true,
    routerOptions: {
      ignoreDuplicateSlashes: true,
      caseSensitive: false,
      ignoreTrailingSlash: true,
      maxParamLength: 1024,
    },
  });
  const origin = () => `https://localhost:${portOf(app.server)}`;
  app.setNotFoundHandler((request, reply) => {
    const path = request.url.split('?')[0] ?? request.url;
    options.gaps.add(options.name, request.method, path);
    const status = options.notFoundStatus?.(request.method, path) ?? 404;
    return reply.status(status).send(options.notFoundBody(request.method, path));
  });
  await options.register(app, origin);
  await app.listen({ host: 'localhost', port: options.port });
  return { name: options.name, origin: origin(), close: () => app.close() };
}
