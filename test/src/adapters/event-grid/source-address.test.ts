import assert from 'node:assert/strict';
import type { IncomingMessage } from 'node:http';
import { sourceAddress } from '../../../../src/adapters/event-grid/source-address.ts';

const from = (trustedProxies: number, forwarded?: string, remoteAddress = '10.0.0.1'): string =>
  sourceAddress(
    {
      socket: { remoteAddress },
      headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded },
    } as unknown as IncomingMessage,
    trustedProxies,
  );

describe('src/adapters/event-grid/source-address.ts', () => {
  it('is the other end of the connection, whatever a header claims', () => {
    assert.equal(from(0, '1.2.3.4'), '10.0.0.1');
    assert.equal(from(0, undefined, '::ffff:10.0.0.2'), '10.0.0.2');
  });

  it('is what the outermost proxy of ours saw, not what the caller wrote', () => {
    assert.equal(from(1, '6.6.6.6, 1.2.3.4'), '1.2.3.4');
    assert.equal(from(2, '6.6.6.6, 1.2.3.4, 10.0.0.9'), '1.2.3.4');
    assert.equal(from(1, '2001:db8::1'), '2001:db8::1');
    assert.equal(from(1, '1.2.3.4:5678'), '1.2.3.4:5678');
  });

  it('falls back on the connection when the header holds no address', () => {
    for (const forwarded of [undefined, '', 'evil\u007f', 'a name', '1.2.3.4 "}']) {
      assert.equal(from(1, forwarded), '10.0.0.1');
    }
    assert.equal(from(3, '1.2.3.4'), '10.0.0.1');
  });
});
