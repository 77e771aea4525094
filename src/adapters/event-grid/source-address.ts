// Who calls: the address of the connection, or the one that trusted proxies saw.
import type { IncomingMessage } from 'node:http';

/**
 * @param trustedProxies how many proxies of ours stand in front; each appends the address it was called from to
 *   X-Forwarded-For, and what a caller wrote there itself stands further left
 */
export function sourceAddress({ socket, headers }: IncomingMessage, trustedProxies: number): string {
  const own = (socket.remoteAddress ?? 'unknown').replace(/^::ffff:/, '');
  if (trustedProxies === 0) return own;
  const header = headers['x-forwarded-for'];
  const seen = (Array.isArray(header) ? header.join(',') : (header ?? ''))
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '');
  const caller = seen.at(-trustedProxies);
  // Anything but an address, with or without a port, would be a way to write into the log.
  return caller !== undefined && /^[0-9A-Fa-f:.[\]]{2,64}$/.test(caller) ? caller : own;
}
