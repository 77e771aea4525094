import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { payloadUrlHeader, secretHeader, signatureHeader } from '../../../../src/core/relay/relay-headers.ts';

describe('src/core/relay/relay-headers.ts', () => {
  it('has the names that the page of the relay gives to those who set up a subscription', () => {
    const page = readFileSync(new URL('../../../../docs/relay.md', import.meta.url), 'utf8');
    for (const name of [payloadUrlHeader, secretHeader, signatureHeader]) {
      assert.ok(page.includes(`${name}\``) || page.includes(`${name}:`), name);
    }
  });
});
