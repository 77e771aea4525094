import assert from 'node:assert/strict';
import { type RelayEvent, describeRelayEvent } from '../../../../src/core/relay/relay-event.ts';

const of = { workspace: 'prod', model: 'fraud', version: '7' };
const source = '10.0.0.1';

describe('src/core/relay/relay-event.ts', () => {
  for (const [event, sentence] of [
    [
      {
        event: 'listening',
        address: 'http://127.0.0.1:8080/events',
        workspaces: 1,
        organizations: ['https://dev.azure.com/contoso'],
      },
      'Relay: listening at http://127.0.0.1:8080/events for events of 1 workspace(s), forwarding to https://dev.azure.com/contoso.',
    ],
    [
      { event: 'handshake', schema: 'cloud-events', source },
      'Relay: agreed to deliveries (cloud-events) on a request from 10.0.0.1.',
    ],
    [{ event: 'received', source, events: 2 }, 'Relay: received 2 event(s) from 10.0.0.1.'],
    [
      { event: 'received', source, events: 1, subscription: "'W'" },
      "Relay: received 1 event(s) of subscription 'W' from 10.0.0.1.",
    ],
    [
      { event: 'woke', ...of },
      'Relay: version 7 of fraud in prod was announced; the watches of prod look at once.',
    ],
    [{ event: 'ignored', reason: 'it is foreign' }, 'Relay: ignored a request: it is foreign.'],
    [
      { event: 'verified', createdAt: '2026-11-21T00:00:00.000Z', ...of },
      'Relay: version 7 of fraud in prod is registered since 2026-11-21T00:00:00.000Z.',
    ],
    [
      { event: 'forwarded', hook: 'dev.azure.com/contoso', attempts: 2, ...of },
      'Relay: forwarded version 7 of fraud in prod to dev.azure.com/contoso.',
    ],
    [
      { event: 'forwarded', hook: 'dev.azure.com/contoso', attempts: 0, ...of },
      'Relay: version 7 of fraud in prod was forwarded to dev.azure.com/contoso already.',
    ],
    [
      { event: 'refused', reason: 'it is not JSON', source },
      'Relay: refused a request from 10.0.0.1: it is not JSON.',
    ],
    [
      { event: 'refused', reason: 'it is gone', ...of },
      'Relay: refused version 7 of fraud in prod: it is gone.',
    ],
    [
      { event: 'answered', source, status: 503, reason: 'a retry can help', milliseconds: 12 },
      'Relay: answered 10.0.0.1 with 503 after 12 ms: a retry can help.',
    ],
    [
      { event: 'failed', action: 'forward it', code: 'HookBusy', reason: 'It is busy.' },
      'Relay: could not forward it: It is busy.',
    ],
  ] as const satisfies readonly (readonly [RelayEvent, string])[]) {
    it(`says '${sentence}'`, () => assert.equal(describeRelayEvent(event), sentence));
  }
});
