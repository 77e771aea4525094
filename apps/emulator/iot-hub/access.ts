// Who may call the hub: an application with a role, by a token of Entra ID, or a shared access policy, by its signature.
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Rights } from '../arm/rights.ts';
import type { TokenCheck } from '../identity/access-token.ts';
import { hubErrors } from './hub-error.ts';

/** The one resource that tokens for any IoT Hub are made for. */
export const hubAudience = 'https://iothubs.azure.net';

export interface AccessOptions {
  readonly check: (token: string) => Promise<TokenCheck>;
  readonly rights: Rights;
  /** Keys of the shared access policies by name, in base64. */
  readonly policies: Readonly<Record<string, string>>;
  /** As clients name it: without the port. */
  readonly host: string;
  readonly now: () => Date;
}

/** What each shared access policy that every hub begins with may do. */
const policyRights: Readonly<Record<string, RegExp>> = {
  iothubowner: /./,
  registryRead: /\/read$/,
  registryReadWrite: /./,
  service: /\/twins\/|\/devices\/.*query/i,
};

const refused = (reason: string) => hubErrors.unauthorized(`Unauthorized: ${reason}.`);

function checkSignature(header: string, action: string, options: AccessOptions): void {
  const fields = new URLSearchParams(header.replace(/^SharedAccessSignature\s+/i, ''));
  const [resource, signature, expiry, policy] = ['sr', 'sig', 'se', 'skn'].map(
    (name) => fields.get(name) ?? '',
  );
  const key = options.policies[policy ?? ''];
  if (key === undefined) throw refused(`there is no shared access policy '${policy ?? ''}'`);
  const text = `${encodeURIComponent(resource ?? '')}\n${expiry ?? ''}`;
  const right = createHmac('sha256', Buffer.from(key, 'base64')).update(text).digest();
  const given = Buffer.from(signature ?? '', 'base64');
  if (given.length !== right.length || !timingSafeEqual(given, right))
    throw refused('the signature is wrong');
  if (resource?.toLowerCase() !== options.host.toLowerCase())
    throw refused('the signature is of another host');
  if (Number(expiry) * 1000 <= options.now().getTime()) throw refused('the signature has expired');
  if (policyRights[policy ?? '']?.test(action) !== true)
    throw refused(`the policy '${policy ?? ''}' is too weak`);
}

/**
 * Lets a call pass that may do `action`, e.g. Microsoft.Devices/IotHubs/configurations/write.
 *
 * @throws HubError 401
 */
export async function requireAccess(
  header: string | undefined,
  action: string,
  options: AccessOptions,
): Promise<void> {
  if (header === undefined) throw refused('the Authorization header is missing');
  if (/^SharedAccessSignature /i.test(header)) {
    checkSignature(header, action, options);
    return;
  }
  const token = /^Bearer (.+)$/i.exec(header)?.[1];
  if (token === undefined) throw refused('the Authorization header is neither a token nor a signature');
  const result = await options.check(token);
  if (result.kind === 'expired') throw refused('the token has expired');
  if (result.kind === 'invalid') throw refused('the token is invalid');
  const { audience, objectId } = result.caller;
  if (audience.replace(/\/+$/, '') !== hubAudience) throw refused(`the token is for '${audience}'`);
  if (!options.rights.allows(objectId, action))
    throw hubErrors.unauthorized(
      `Principal ${objectId} is not authorized for ${action} on this resource due to no assigned permissions.`,
    );
}
