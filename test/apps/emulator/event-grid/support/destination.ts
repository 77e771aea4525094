// A destination of events that runs here: keeps what it gets, answers the handshakes and whatever statuses it is given.
import type { IncomingHttpHeaders } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { createCertificateAuthority } from '../../../../../apps/emulator/kernel/certificate-authority.ts';

export interface Received {
  readonly method: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface Destination {
  readonly caPem: string;
  /** Its query holds a key that must not be shown. */
  readonly url: string;
  readonly received: readonly Received[];
  /** Answers to the next notifications; 200 when none is left. */
  statuses: number[];
  answersHandshake: boolean;
  reset(): void;
  close(): void;
}

export async function startDestination(): Promise<Destination> {
  const authority = await createCertificateAuthority(new Date());
  const { certPem, keyPem } = await authority.issueForLocalhost();
  const received: Received[] = [];
  const state = { statuses: [] as number[], answersHandshake: true };
  const server = createServer({ cert: certPem, key: keyPem }, (request, response) => {
    void text(request).then((body) => {
      const { method = '', headers } = request;
      received.push({ method, headers, body });
      if (method === 'OPTIONS')
        return response.writeHead(200, state.answersHandshake ? { 'WebHook-Allowed-Origin': '*' } : {}).end();
      if (headers['aeg-event-type'] !== 'SubscriptionValidation')
        return response.writeHead(state.statuses.shift() ?? 200).end();
      const [event] = JSON.parse(body) as [{ data: { validationCode: string } }];
      const answer = state.answersHandshake ? { validationResponse: event.data.validationCode } : {};
      return response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
    });
  });
  await new Promise<void>((listening) => server.listen(0, 'localhost', listening));
  return Object.assign(state, {
    caPem: authority.caPem,
    received,
    url: `https://localhost:${(server.address() as AddressInfo).port}/relay?code=key`,
    reset() {
      received.length = 0;
      state.statuses = [];
      state.answersHandshake = true;
    },
    close() {
      server.closeAllConnections();
      server.close();
    },
  });
}
