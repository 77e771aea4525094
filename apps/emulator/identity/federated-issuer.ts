// Fetches the signing keys of a federated issuer the way Entra ID does: its OpenID metadata, then its key set.
import type { JSONWebKeySet } from 'jose';
import { z } from 'zod';
import { httpsCall } from '../kernel/https-client.ts';
import { tokenErrors } from './token-error.ts';

const metadataShape = z.object({ issuer: z.string(), jwks_uri: z.string() });
const keySetShape = z.object({ keys: z.array(z.looseObject({ kty: z.string() })) });

async function getJson(url: string, caPem: string): Promise<unknown> {
  const answer = await httpsCall({ method: 'GET', url, caPem, timeoutMs: 10_000, maxBytes: 1_000_000 });
  if (answer.status !== 200) throw new Error(`${url} answered ${answer.status}`);
  return JSON.parse(answer.body.toString('utf8'));
}

/**
 * The keys that `issuer` publishes.
 *
 * @throws TokenError AADSTS700211 when its metadata cannot be read or names another issuer
 */
export async function fetchIssuerKeys(issuer: string, caPem: string): Promise<JSONWebKeySet> {
  try {
    const url = `${issuer.replace(/\/+$/, '')}/.well-known/openid-configuration`;
    const metadata = metadataShape.parse(await getJson(url, caPem));
    if (metadata.issuer !== issuer) throw new Error(`its metadata names '${metadata.issuer}'`);
    return keySetShape.parse(await getJson(metadata.jwks_uri, caPem));
  } catch {
    throw tokenErrors.noFederatedIssuer(issuer);
  }
}
