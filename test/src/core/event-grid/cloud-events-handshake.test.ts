import assert from 'node:assert/strict';
import { answerHandshake } from '../../../../src/core/event-grid/cloud-events-handshake.ts';

const answer = (headers: Record<string, string>) => answerHandshake((name) => headers[name], 600);

describe('src/core/event-grid/cloud-events-handshake.ts', () => {
  it('allows the origin that asks, as fast as the relay takes', () => {
    const agreed = answer({ 'webhook-request-origin': 'eventgrid.azure.net' });
    assert.ok(agreed.allowed);
    assert.equal(agreed.headers['WebHook-Allowed-Origin'], 'eventgrid.azure.net');
    assert.equal(agreed.headers['WebHook-Allowed-Rate'], '600');
    assert.match(agreed.headers['Allow'] ?? '', /POST/);
  });

  for (const [asked, allowed] of [
    ['120', '120'],
    ['6000', '600'],
    ['*', '600'],
    ['-1', '600'],
    ['many', '600'],
  ] as const) {
    it(`answers a wish for ${asked} deliveries a minute with ${allowed}`, () => {
      const agreed = answer({ 'webhook-request-origin': 'a.example', 'webhook-request-rate': asked });
      assert.ok(agreed.allowed);
      assert.equal(agreed.headers['WebHook-Allowed-Rate'], allowed);
    });
  }

  it('agrees to nothing without an origin, or with one that is no host', () => {
    for (const headers of [{}, { 'webhook-request-origin': 'a b' }, { 'webhook-request-origin': '<x>' }]) {
      assert.equal(answer(headers).allowed, false);
    }
  });
});
