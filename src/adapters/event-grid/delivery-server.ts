// The address that Event Grid delivers to: HTTP or HTTPS on node:http, nothing more than three routes.
import { type IncomingMessage, type RequestListener, createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { fail } from '../../core/errors/catalogue.ts';
import { given } from '../../core/given.ts';
import type { Relay, RelayAnswer, RelayEvents } from '../../ports/relay.ts';
import { type AdmissionRule, createAdmissionGate } from './admission.ts';
import { readBody } from './read-body.ts';
import { sourceAddress } from './source-address.ts';

export interface DeliveryServerOptions {
  readonly host: string;
  /** 0 for any that is free. */
  readonly port: number;
  /** Absent for HTTP, behind a proxy that ends TLS. */
  readonly tls?: ServerCertificate;
  readonly trustedProxies: number;
  readonly maxBodyBytes: number;
  readonly admission: AdmissionRule;
  readonly relay: Relay;
  readonly events: RelayEvents;
  readonly now: () => Date;
  /** Gets what is neither an answer nor a catalogue error: a fault of the program. */
  readonly onFault: (error: unknown) => void;
}

export interface ServerCertificate {
  /** Names of the files, for messages. */
  readonly certificate: string;
  readonly key: string;
  readonly certificatePem: string;
  readonly keyPem: string;
}

export interface DeliveryServer {
  /** Scheme, host and port. */
  readonly origin: string;
  /** Takes no further delivery, and resolves when those under way are answered. */
  close(): Promise<void>;
}

/** Where Event Grid delivers, and where whoever watches the relay looks. */
export const deliveryPath = '/events';
const healthPath = '/healthz';

const serverOptions = {
  // Ten delivery headers of 4096 bytes each are allowed; Node's own limit is 16 KiB for all.
  maxHeaderSize: 64 * 1024,
  // A delivery that takes longer to arrive than this could not be answered in time. In milliseconds.
  headersTimeout: 10_000,
  requestTimeout: 20_000,
};

/** @throws RelayCannotListen, RelayCertificateUnusable */
export async function startDeliveryServer(options: DeliveryServerOptions): Promise<DeliveryServer> {
  const { host, port, tls, admission, now, events, onFault } = options;
  const gate = createAdmissionGate(admission, now);

  async function deliver(request: IncomingMessage, url: URL): Promise<RelayAnswer> {
    const arrivedAt = now();
    const source = sourceAddress(request, options.trustedProxies);
    const admitted = gate.ask(source, url.searchParams.get('key') ?? undefined);
    if (!admitted.admitted) {
      const { status, reason, retryAfterSeconds } = admitted;
      if (admitted.isNews) events.emit({ event: 'refused', reason, source });
      return { status, headers: given({ 'retry-after': retryAfterSeconds?.toString() }) };
    }
    try {
      const about = { source, header: headerOf(request), arrivedAt };
      if (request.method === 'OPTIONS') return options.relay.handshake(about);
      const body = await readBody(request, options.maxBodyBytes);
      if (body !== undefined) return await options.relay.deliver({ ...about, body });
      events.emit({
        event: 'refused',
        reason: `its body is longer than ${options.maxBodyBytes} bytes`,
        source,
      });
      return { status: 413, headers: { connection: 'close' } };
    } finally {
      admitted.release();
    }
  }

  async function answer(request: IncomingMessage): Promise<RelayAnswer> {
    const { method = '', url: target = '/' } = request;
    const url = URL.canParse(target, 'http://relay') ? new URL(target, 'http://relay') : undefined;
    if (url?.pathname === healthPath && (method === 'GET' || method === 'HEAD')) {
      const body = JSON.stringify({ status: 'ok', deliveriesUnderWay: gate.underWay });
      return { status: 200, headers: { 'content-type': 'application/json' }, body };
    }
    if (url?.pathname !== deliveryPath) return { status: 404 };
    return method === 'POST' || method === 'OPTIONS'
      ? deliver(request, url)
      : { status: 405, headers: { allow: 'OPTIONS, POST' } };
  }

  let isClosing = false;
  const listener: RequestListener = (request, response) => {
    const write = ({ status, headers = {}, body }: RelayAnswer): void => {
      // A connection that is kept alive would keep the server from closing.
      const closing = isClosing ? { connection: 'close' } : {};
      response.writeHead(status, { 'cache-control': 'no-store', ...headers, ...closing }).end(body);
    };
    // A caller that goes away while it sends is no fault of ours, and nobody is left to answer.
    answer(request).then(write, (error: unknown) => {
      if (!request.destroyed || request.complete) onFault(error);
      write({ status: 500 });
    });
  };
  const server = makeServer(tls, listener);
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const reason = error.code === 'EADDRINUSE' ? 'the port is in use' : error.message;
      reject(fail('RelayCannotListen', { address: `${host}:${port}`, reason }, error));
    });
    server.listen(port, host, resolve);
  });
  const { port: bound } = server.address() as AddressInfo;
  const shownHost = host.includes(':') ? `[${host}]` : host;
  return {
    origin: `${tls === undefined ? 'http' : 'https'}://${shownHost}:${bound}`,
    close: () => {
      isClosing = true;
      return new Promise((resolve) => void server.close(() => resolve()));
    },
  };
}

function makeServer(tls: ServerCertificate | undefined, listener: RequestListener) {
  if (tls === undefined) return createServer(serverOptions, listener);
  const { certificate, key, certificatePem, keyPem } = tls;
  try {
    return createTlsServer({ ...serverOptions, cert: certificatePem, key: keyPem }, listener);
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'unknown';
    throw fail('RelayCertificateUnusable', { certificate, key, reason }, error);
  }
}

function headerOf({ headers }: IncomingMessage): (name: string) => string | undefined {
  return (name) => {
    const value = headers[name];
    return Array.isArray(value) ? value[0] : value;
  };
}
