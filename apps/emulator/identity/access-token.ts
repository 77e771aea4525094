// Access tokens: signed with the tenant's key, and checked by the emulated services that receive them.
import { createHash, randomUUID } from 'node:crypto';
import { errors, exportJWK, generateKeyPair, jwtVerify, SignJWT, type JWK } from 'jose';
import type { Application } from './tenant.ts';

/** Client-credential tokens live for an hour, like those of Entra ID without token lifetime policies. */
const lifetimeSeconds = 3600;

export interface Caller {
  readonly clientId: string;
  readonly objectId: string;
  readonly audience: string;
}

export type TokenCheck =
  | { readonly kind: 'valid'; readonly caller: Caller }
  | { readonly kind: 'expired'; readonly expiredAt: Date }
  | { readonly kind: 'invalid'; readonly reason: string };

export interface AccessTokenOptions {
  readonly application: Application;
  /** Becomes `aud`. */
  readonly resource: string;
  readonly now: Date;
}

export interface TokenSigner {
  readonly jwks: { readonly keys: readonly JWK[] };
  issue(options: AccessTokenOptions): Promise<{ token: string; expiresInSeconds: number }>;
  check(token: string, now: Date): Promise<TokenCheck>;
}

export async function createTokenSigner(tenantId: string): Promise<TokenSigner> {
  const { publicKey, privateKey } = await generateKeyPair('RS256', { modulusLength: 2048 });
  const jwk = await exportJWK(publicKey);
  const kid = createHash('sha256')
    .update(jwk.n ?? '')
    .digest('base64url')
    .slice(0, 27);
  // Azure Resource Manager and Storage receive v1.0 tokens, whose issuer is this one, whatever the authority's host.
  const issuer = `https://sts.windows.net/${tenantId}/`;
  return {
    jwks: { keys: [{ ...jwk, kid, use: 'sig', alg: 'RS256' }] },
    async issue({ application, resource, now }) {
      const issuedAt = Math.floor(now.getTime() / 1000);
      const token = await new SignJWT({
        appid: application.clientId,
        appidacr: '1',
        idp: issuer,
        idtyp: 'app',
        oid: application.objectId,
        sub: application.objectId,
        tid: tenantId,
        uti: randomUUID(),
        ver: '1.0',
      })
        .setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid })
        .setIssuer(issuer)
        .setAudience(resource)
        .setIssuedAt(issuedAt)
        .setNotBefore(issuedAt)
        .setExpirationTime(issuedAt + lifetimeSeconds)
        .sign(privateKey);
      return { token, expiresInSeconds: lifetimeSeconds };
    },
    async check(token, now) {
      try {
        const { payload } = await jwtVerify(token, publicKey, { issuer, currentDate: now });
        const { appid, oid, aud } = payload;
        if (typeof appid !== 'string' || typeof oid !== 'string' || typeof aud !== 'string')
          return { kind: 'invalid', reason: 'a claim is missing' };
        return { kind: 'valid', caller: { clientId: appid, objectId: oid, audience: aud } };
      } catch (error) {
        if (error instanceof errors.JWTExpired)
          return { kind: 'expired', expiredAt: new Date((error.payload.exp ?? 0) * 1000) };
        return { kind: 'invalid', reason: error instanceof Error ? error.message : 'unreadable' };
      }
    },
  };
}
