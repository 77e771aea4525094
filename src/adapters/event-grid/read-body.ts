// Reads the body of a request, and not one byte more than allowed.
import type { IncomingMessage } from 'node:http';

/** @returns absent if it is longer than `maxBytes`; what is left of it is then not read */
export async function readBody(request: IncomingMessage, maxBytes: number): Promise<string | undefined> {
  // Number(undefined) is NaN: no length is told, so it is counted.
  if (Number(request.headers['content-length']) > maxBytes) return undefined;
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > maxBytes) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
