// No secret, in any form in which programs print it, survives the mask.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { SecretMask } from '../../../../../apps/emulator/azure-devops/agent/secret-mask.ts';

function masked(secret: string, text: string): string {
  const mask = new SecretMask();
  mask.add(secret);
  return mask.mask(text);
}

const forms: Readonly<Record<string, (secret: string) => string>> = {
  plain: (secret) => secret,
  'JSON-escaped': (secret) => JSON.stringify(secret),
  'URI-escaped': (secret) => encodeURIComponent(secret),
  'form-encoded': (secret) => new URLSearchParams({ key: secret }).toString(),
  'Base64-encoded': (secret) => Buffer.from(secret).toString('base64'),
  'escaped for a command': (secret) =>
    secret.replaceAll('%', '%AZP25').replaceAll('\r', '%0D').replaceAll('\n', '%0A'),
  'escaped for a property': (secret) =>
    secret
      .replaceAll('%', '%AZP25')
      .replaceAll('\r', '%0D')
      .replaceAll('\n', '%0A')
      .replaceAll(']', '%5D')
      .replaceAll(';', '%3B'),
  'JSON within JSON': (secret) => JSON.stringify(JSON.stringify({ secret })),
};

// Stars in a secret would also be found in the mask itself.
const secrets = fc
  .string({ minLength: 6, maxLength: 60, unit: 'grapheme' })
  .filter((secret) => secret.trim().length >= 6 && !secret.includes('*'));

describe('apps/emulator/azure-devops/agent/secret-mask.ts', () => {
  for (const [name, form] of Object.entries(forms))
    it(`hides a secret that is ${name}, wherever it stands`, () => {
      fc.assert(
        fc.property(secrets, fc.string(), fc.string(), (secret, before, after) => {
          const shown = masked(secret, `${before}${form(secret)}${after}`);
          // What surrounds it may hold the secret by accident; then that is hidden too.
          assert.ok(!shown.includes(secret), shown);
          if (!`${before}${after}`.includes('***')) assert.ok(shown.includes('***'), shown);
        }),
      );
    });

  it('hides each line of a secret with several lines', () => {
    const pem = '-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBg\nkqhkiG9w0BAQ==\n-----END PRIVATE KEY-----\n';
    for (const line of pem.trim().split('\n')) assert.equal(masked(pem, `x ${line} y`), 'x *** y');
    assert.equal(masked(pem, JSON.stringify({ key: pem })), '{"key":"***"}');
  });

  it('hides a secret of one letter, but never white space', () => {
    assert.equal(masked('k', 'a k b'), 'a *** b');
    assert.equal(masked(' \n', 'a b'), 'a b');
  });

  it('joins secrets that overlap or touch', () => {
    const mask = new SecretMask();
    for (const secret of ['abcd', 'cdef', 'ghi']) mask.add(secret);
    assert.equal(mask.mask('xabcdefghiy'), 'x***y');
  });

  it('leaves other text alone', () => {
    fc.assert(
      fc.property(
        fc.string(),
        (text) => masked('correct horse battery', text) === text || text.includes('correct'),
      ),
    );
  });
});
