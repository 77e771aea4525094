// The signature of a payload: HMAC-SHA1 of the bytes as they arrived, in hexadecimal, with or without `sha1=`.
import { createHmac, timingSafeEqual } from 'node:crypto';

function signatureOf(body: Buffer, secret: string): string {
  return createHmac('sha1', secret).update(body).digest('hex');
}

/** Whether the header's value is the body's signature. */
export function isSigned(body: Buffer, secret: string, header: string | undefined): boolean {
  const given = (header ?? '')
    .trim()
    .replace(/^sha1=/i, '')
    .toLowerCase();
  const expected = Buffer.from(signatureOf(body, secret));
  return given.length === expected.length && timingSafeEqual(Buffer.from(given), expected);
}
