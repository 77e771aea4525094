// Keys and tokens of an online endpoint: who may score, listKeys, regenerateKeys and token.
import { randomBytes } from 'node:crypto';
import type { TokenCheck } from '../../identity/access-token.ts';
import type { Answer, OperationCall } from '../../arm/operation.ts';
import type { OperationTracker } from '../long-running.ts';
import { mlErrors, parseBody } from '../ml-error.ts';
import { newKey, type Endpoint } from './online-endpoint.ts';
import { regenerateKeysBody } from './online-schemas.ts';

// The service's tokens of authMode AMLToken live for 12 hours and ask to be refreshed after half of it.
const tokenLifetimeSeconds = 43_200;

export interface AuthorizeOptions {
  readonly now: Date;
  /** Checks a token of Microsoft Entra ID. */
  readonly checkToken: (token: string) => Promise<TokenCheck>;
}

/** Whether `bearer` opens the endpoint in its auth mode. */
export async function mayScore(
  endpoint: Endpoint,
  bearer: string,
  { now, checkToken }: AuthorizeOptions,
): Promise<boolean> {
  switch (endpoint.request.properties.authMode) {
    case 'Key':
      return bearer === endpoint.keys.primaryKey || bearer === endpoint.keys.secondaryKey;
    case 'AMLToken': {
      const end = endpoint.tokens.get(bearer);
      return end !== undefined && end > now;
    }
    case 'AADToken': {
      const check = await checkToken(bearer);
      return check.kind === 'valid' && check.caller.audience.replace(/\/+$/, '') === 'https://ml.azure.com';
    }
  }
}

export function listKeys(endpoint: Endpoint): Answer {
  if (endpoint.request.properties.authMode !== 'Key')
    throw mlErrors.badRequest(
      `Endpoint '${endpoint.name}' has no keys: its authMode is ${endpoint.request.properties.authMode}.`,
    );
  return { status: 200, body: { ...endpoint.keys } };
}

export function issueToken(endpoint: Endpoint, now: Date): Answer {
  if (endpoint.request.properties.authMode !== 'AMLToken')
    throw mlErrors.badRequest(
      `Endpoint '${endpoint.name}' issues no tokens: its authMode is ${endpoint.request.properties.authMode}.`,
    );
  const accessToken = randomBytes(48).toString('base64url');
  const nowSeconds = Math.floor(now.getTime() / 1000);
  endpoint.tokens.set(accessToken, new Date((nowSeconds + tokenLifetimeSeconds) * 1000));
  return {
    status: 200,
    body: {
      accessToken,
      tokenType: 'Bearer',
      expiryTimeUtc: nowSeconds + tokenLifetimeSeconds,
      refreshAfterTimeUtc: nowSeconds + tokenLifetimeSeconds / 2,
    },
  };
}

export function regenerateKeys(endpoint: Endpoint, call: OperationCall, tracker: OperationTracker): Answer {
  if (endpoint.request.properties.authMode !== 'Key')
    throw mlErrors.badRequest(`Endpoint '${endpoint.name}' has no keys to regenerate.`);
  const { keyType, keyValue } = parseBody(regenerateKeysBody, call.body);
  const value = keyValue ?? newKey();
  endpoint.busy = true;
  const id = tracker.start({
    prefix: 'oeidp',
    work: async () => {
      endpoint.keys =
        keyType === 'Primary'
          ? { ...endpoint.keys, primaryKey: value }
          : { ...endpoint.keys, secondaryKey: value };
      endpoint.busy = false;
      await Promise.resolve();
    },
  });
  return { status: 202, headers: tracker.locationHeaders(call.origin, id) };
}
