// Stands where the relay stands: agrees to deliveries and keeps them, and forwards when a test says so.
import { createHmac } from 'node:crypto';
import { createServer } from 'node:https';
import type { IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { payloadUrlHeader, secretHeader, signatureHeader } from '../../../src/core/relay/relay-headers.ts';
import { trustingPost } from './stack-calls.ts';

export interface Delivery {
  readonly headers: IncomingHttpHeaders;
  readonly events: readonly { readonly subject: string; readonly eventType: string }[];
}

export interface RelayStub {
  readonly address: string;
  /** Notifications, not handshakes. */
  readonly deliveries: readonly Delivery[];
  /** Resolves with the delivery of that number, counted from 1. */
  delivery(count: number): Promise<Delivery>;
  close(): Promise<void>;
}

interface GridEvent {
  readonly subject: string;
  readonly eventType: string;
  readonly data: { readonly validationCode?: string };
}

export async function startRelayStub(certificate: { certPem: string; keyPem: string }): Promise<RelayStub> {
  const deliveries: Delivery[] = [];
  const server = createServer({ cert: certificate.certPem, key: certificate.keyPem }, (request, response) => {
    void text(request).then((body) => {
      const events = JSON.parse(body) as GridEvent[];
      const validationResponse = events[0]?.data.validationCode;
      if (validationResponse === undefined) deliveries.push({ headers: request.headers, events });
      response
        .writeHead(200, { 'Content-Type': 'application/json' })
        .end(validationResponse === undefined ? '' : JSON.stringify({ validationResponse }));
    });
  });
  await new Promise<void>((listening) => server.listen(0, 'localhost', listening));
  return {
    address: `https://localhost:${(server.address() as AddressInfo).port}/events`,
    deliveries,
    async delivery(count) {
      const deadline = Date.now() + 20_000;
      for (;;) {
        const found = deliveries[count - 1];
        if (found) return found;
        if (Date.now() > deadline) throw new Error(`only ${deliveries.length} deliveries came`);
        await new Promise((next) => setTimeout(next, 20));
      }
    },
    close: () =>
      new Promise((closed) => {
        server.closeAllConnections();
        server.close(() => closed());
      }),
  };
}

/** Posts the payload to the hook that the delivery names, signed with the secret that it brings; gives the status. */
export function forward({ headers }: Delivery, payload: string, caPem: string): Promise<number> {
  const header = (name: string): string => String(headers[name.toLowerCase()] ?? '');
  const signature = createHmac('sha1', header(secretHeader)).update(payload).digest('hex');
  return trustingPost(header(payloadUrlHeader), payload, { [signatureHeader]: `sha1=${signature}` }, caPem);
}
