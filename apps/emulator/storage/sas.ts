// Shared access signatures of blob storage, as the service's documentation defines their string to sign.
import { createHmac } from 'node:crypto';

/** The version whose string to sign is written below (signed encryption scope included). */
const version = '2023-11-03';

export interface SasOptions {
  readonly accountName: string;
  /** Base64, as the service gives it. */
  readonly accountKey: string;
  /** e.g. 'rl' or 'racwl'. */
  readonly permissions: string;
  readonly expiresAt: Date;
}

function sign(fields: readonly string[], accountKey: string): string {
  return createHmac('sha256', Buffer.from(accountKey, 'base64'))
    .update(fields.join('\n'), 'utf8')
    .digest('base64');
}

const seconds = (date: Date): string => date.toISOString().replace(/\.\d+Z$/, 'Z');

/** A signature for everything in the account's blob service: containers too can be made with it. */
export function accountSas({ accountName, accountKey, permissions, expiresAt }: SasOptions): string {
  const expiry = seconds(expiresAt);
  const signature = sign(
    [accountName, permissions, 'b', 'sco', '', expiry, '', 'https', version, '', ''],
    accountKey,
  );
  return new URLSearchParams({
    sv: version,
    ss: 'b',
    srt: 'sco',
    sp: permissions,
    se: expiry,
    spr: 'https',
    sig: signature,
  }).toString();
}

/** A signature for one container and the blobs in it. */
export function containerSas(container: string, options: SasOptions): string {
  const { accountName, accountKey, permissions, expiresAt } = options;
  const expiry = seconds(expiresAt);
  const resource = `/blob/${accountName}/${container}`;
  const unused = ['', '', '', '', '', '', ''];
  const signature = sign(
    [permissions, '', expiry, resource, '', '', 'https', version, 'c', ...unused],
    accountKey,
  );
  return new URLSearchParams({
    sv: version,
    sr: 'c',
    sp: permissions,
    se: expiry,
    spr: 'https',
    sig: signature,
  }).toString();
}
